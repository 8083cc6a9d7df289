import { sha256Text } from '../crypto/digest.ts';

/** An audit entry's fields as text, as they are in the database. */
export interface EntryText {
  readonly sequence: string;
  readonly tenant_id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly previous_hash: string;
}

/** Stands where the first entry would name the hash of the one before. */
export const firstPreviousHash = 'A'.repeat(43);

/**
 * The hash that chains an entry to the one before: SHA-256 (base64url) of the JSON list of `handrail/1 audit entry` and the
 * fields, as strings, in this order. JSON as JavaScript writes it is canonical for such a list (RFC 8785).
 */
export const entryHash = (entry: EntryText): string =>
  sha256Text(
    JSON.stringify([
      'handrail/1 audit entry',
      entry.sequence,
      entry.tenant_id,
      entry.at,
      entry.actor,
      entry.action,
      entry.subject,
      entry.detail,
      entry.previous_hash,
    ]),
  );
