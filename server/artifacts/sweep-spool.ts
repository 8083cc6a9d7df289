import type { Logger } from 'pino';
import type { Queryable } from '../database/transaction.ts';
import { findRow } from './artifact-store.ts';
import type { Spool, SpoolEntry } from './spool.ts';

interface SweepNeeds {
  readonly db: Queryable;
  readonly spool: Pick<Spool, 'list' | 'remove'>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** Nobody takes as long between two writes, or between the file and its row. */
const leftAfterMs = 60 * 60_000;

/** Removes what processes that died left in the spool: files that never got a row, and those that their target has by now. Warns when something has waited for long that is not here. Tells how many it removed. */
export const createSweepSpool =
  ({ db, spool, now, log }: SweepNeeds) =>
  async (): Promise<number> => {
    let removed = 0;
    // Before the files: each is there before its row.
    const waiting = await listWaiting(db, now() - leftAfterMs);
    const here = new Set<string>();
    for await (const entry of spool.list()) {
      here.add(entry.name);
      const isOld = entry.changedAt < now() - leftAfterMs;
      if (!(await isLeft(db, entry, isOld))) continue;
      await spool.remove(entry.name);
      removed += 1;
    }
    const elsewhere = await firstStillWaiting(
      db,
      waiting.filter(({ spool: name }) => name === null || !here.has(name)),
    );
    if (elsewhere !== null)
      log.warn(
        { artifact: elsewhere },
        'What waits is not in this node’s spool: only the node that has it brings it',
      );
    return removed;
  };

interface Waiting {
  readonly id: string;
  readonly tenant_id: string;
  readonly spool: string | null;
}

/** Of the whole installation, and for long: its target has not got it yet. */
const listWaiting = (db: Queryable, since: number): Promise<readonly Waiting[]> =>
  db
    .selectFrom('artifacts')
    .select(['id', 'tenant_id', 'spool'])
    .where('state', 'in', ['kept', 'failed'])
    .where('spool', 'is not', null)
    .where('created_at', '<', since)
    .execute();

/** Those that are gone from here may have got to their target since they were listed. */
const firstStillWaiting = async (db: Queryable, missing: readonly Waiting[]): Promise<string | null> => {
  for (const { id, tenant_id: tenantId, spool } of missing) {
    const row = await findRow(db, { id, tenantId });
    const isWaiting = row?.state === 'kept' || row?.state === 'failed';
    if (isWaiting && row.spool === spool) return id;
  }
  return null;
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
