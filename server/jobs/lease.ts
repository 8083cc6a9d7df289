import { type Selectable, sql } from 'kysely';
import type { DatabaseKind } from '../database/open-database.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Job } from './job.ts';

interface Claim {
  readonly kind: DatabaseKind;
  /** Only jobs that this worker can do. */
  readonly jobKinds: readonly string[];
  readonly now: number;
  readonly leaseMs: number;
}

/** Takes one due job that nobody holds, or whose holder's lease ran out. Null when there is none. */
export const claimJob = async (
  q: Queryable,
  { kind, jobKinds, now, leaseMs }: Claim,
): Promise<Job | null> => {
  if (jobKinds.length === 0) return null;
  const due = q
    .selectFrom('outbox')
    .select('id')
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('run_at', '<=', now)
    .where('kind', 'in', jobKinds)
    .where((or) => or.or([or('leased_until', 'is', null), or('leased_until', '<=', now)]))
    .orderBy('run_at')
    .orderBy('created_at')
    .limit(1);
  const row = await q
    .updateTable('outbox')
    .set({ leased_until: now + leaseMs, attempts: sql<number>`attempts + 1` })
    .where('id', 'in', kind === 'postgres' ? due.forUpdate().skipLocked() : due)
    .returningAll()
    .executeTakeFirst();
  return row ? jobOf(row) : null;
};

const jobOf = (row: Selectable<Schema['outbox']>): Job => ({
  id: row.id,
  tenantId: row.tenant_id,
  kind: row.kind,
  payload: JSON.parse(row.payload),
  attempt: row.attempts,
  createdAt: row.created_at,
});

export type JobChange = Partial<
  Pick<Selectable<Schema['outbox']>, 'leased_until' | 'run_at' | 'done_at' | 'failed_at' | 'last_problem'>
>;

/** Writes to a job, if this try still holds it: each claim counts `attempts` up. False when another has it. */
export const changeHeldJob = async (q: Queryable, job: Job, change: JobChange): Promise<boolean> => {
  const { numUpdatedRows } = await q
    .updateTable('outbox')
    .set(change)
    .where('id', '=', job.id)
    .where('attempts', '=', job.attempt)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};
