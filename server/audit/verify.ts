import { sql } from 'kysely';
import type { Queryable } from '../database/transaction.ts';
import type { AuditHead } from './audit-log.ts';
import { type EntryText, entryHash, firstPreviousHash } from './entry-hash.ts';

export type Verdict =
  | { readonly name: 'intact'; readonly entries: number }
  /** `sequence` is that of the first entry that is not as it was recorded. */
  | { readonly name: 'broken'; readonly sequence: number; readonly fault: string };

interface StoredEntry extends EntryText {
  readonly hash: string;
}

interface VerifyOptions {
  /** A head that was noted elsewhere (each case note has one): the log must still hold it. */
  readonly knownHead: AuditHead | null;
  /** How many entries are in memory at once. */
  readonly pageSize?: number;
}

/** Goes through the whole chain, from its first entry. Finds what was changed, removed, added, or put in another order. */
export const verify = async (
  q: Queryable,
  { knownHead, pageSize = 1_000 }: VerifyOptions,
): Promise<Verdict> => {
  let entries = 0;
  let previousHash = firstPreviousHash;
  for (;;) {
    const page = await readPage(q, entries, pageSize);
    for (const entry of page) {
      const fault = faultOf(entry, entries + 1, previousHash, knownHead);
      if (fault) return { name: 'broken', sequence: entries + 1, fault };
      entries += 1;
      previousHash = entry.hash;
    }
    if (page.length < pageSize) break;
  }
  if (knownHead && knownHead.sequence > entries) {
    return {
      name: 'broken',
      sequence: entries + 1,
      fault: `missing: the log was cut short after entry ${entries}`,
    };
  }
  return { name: 'intact', entries };
};

const faultOf = (
  entry: StoredEntry,
  sequence: number,
  previousHash: string,
  knownHead: AuditHead | null,
): string | null => {
  if (entry.sequence !== String(sequence)) return `missing: entry ${entry.sequence} is in its place`;
  if (entry.previous_hash !== previousHash) return 'not chained to the entry before it';
  if (entry.hash !== entryHash(entry)) return 'changed: its hash is not that of its fields';
  if (knownHead?.sequence === sequence && knownHead.hash !== entry.hash)
    return 'not the entry whose hash was noted';
  return null;
};

/** As text, so that what was put in place of a number is compared as it is. The first page has no lower bound: nothing may hide below 1. */
const readPage = (q: Queryable, after: number, pageSize: number): Promise<StoredEntry[]> => {
  const text = (column: string) => sql<string>`cast(${sql.ref(column)} as text)`;
  return q
    .selectFrom('audit_entries')
    .select([
      text('sequence').as('sequence'),
      text('tenant_id').as('tenant_id'),
      text('at').as('at'),
      text('actor').as('actor'),
      text('action').as('action'),
      text('subject').as('subject'),
      text('detail').as('detail'),
      text('previous_hash').as('previous_hash'),
      text('hash').as('hash'),
    ])
    .$if(after > 0, (query) => query.where('audit_entries.sequence', '>', after))
    .orderBy('audit_entries.sequence')
    .limit(pageSize)
    .execute();
};
