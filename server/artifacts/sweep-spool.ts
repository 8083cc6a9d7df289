import type { Queryable } from '../database/transaction.ts';
import type { Spool, SpoolEntry } from './spool.ts';

interface SweepNeeds {
  readonly db: Queryable;
  readonly spool: Pick<Spool, 'list' | 'remove'>;
  readonly now: () => number;
}

/** Nobody takes as long between two writes, or between the file and its row. */
const leftAfterMs = 60 * 60_000;

/** Removes what a process that died left in the spool: files that never got a row, and those that their target has by now. Tells how many. */
export const createSweepSpool =
  ({ db, spool, now }: SweepNeeds) =>
  async (): Promise<number> => {
    let removed = 0;
    for await (const entry of spool.list()) {
      const isOld = entry.changedAt < now() - leftAfterMs;
      if (!(await isLeft(db, entry, isOld))) continue;
      await spool.remove(entry.name);
      removed += 1;
    }
    return removed;
  };

const isLeft = async (db: Queryable, { artifactId, name }: SpoolEntry, isOld: boolean): Promise<boolean> => {
  if (artifactId === null) return isOld;
  // The folder is every tenant's.
  const row = await db
    .selectFrom('artifacts')
    .select(['state', 'spool'])
    .where('id', '=', artifactId)
    .executeTakeFirst();
  if (!row) return isOld;
  if (row.state === 'deleted' || row.state === 'stored') return true;
  return row.spool !== name && isOld;
};
