import type { Queryable, Transaction } from '../database/transaction.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import { entryHash, firstPreviousHash } from './entry-hash.ts';

export interface AuditEntry {
  readonly tenantId: string;
  /** `agent:<id>`, `visitor:<id>` or `server`. */
  readonly actor: string;
  /** What happened, as `noun.happened`. */
  readonly action: string;
  /** What it is about: the id of a session, an agent, a tenant. */
  readonly subject: string;
  /** Never session content, a secret or a link. */
  readonly detail: { readonly [name: string]: Json };
  /** Epoch milliseconds; now when not said. */
  readonly at?: number;
}

/** The newest entry: whoever knows it can tell whether the log was cut short. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

/** Adds an entry to the installation's one chain, in the transaction of what it records. */
export const record = async (trx: Transaction, entry: AuditEntry): Promise<AuditHead> => {
  const newest = await head(trx);
  const { tenantId: tenant_id, actor, action, subject, at = Date.now() } = entry;
  const sequence = (newest?.sequence ?? 0) + 1;
  const detail = canonicalJson(entry.detail);
  const previous_hash = newest?.hash ?? firstPreviousHash;
  const row = { tenant_id, actor, action, subject, detail, previous_hash };
  const hash = entryHash({ ...row, sequence: String(sequence), at: String(at) });
  // The sequence is the key: were there ever two writers at once, one would fail rather than fork the chain.
  await trx
    .insertInto('audit_entries')
    .values({ ...row, sequence, at, hash })
    .execute();
  return { sequence, hash };
};

/** Null when nothing has been recorded yet. */
export const head = async (q: Queryable): Promise<AuditHead | null> => {
  const newest = await q
    .selectFrom('audit_entries')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest ?? null;
};
