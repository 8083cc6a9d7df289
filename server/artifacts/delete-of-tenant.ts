import type { InTransaction, Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { deleteWithin } from './delete-artifact.ts';
import { artifactJobs, removeJob } from './job-kinds.ts';

interface OfTenantNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** A transaction must be short. */
const atOnce = 50;

/** The tenant is removed: all that was kept of it goes, some at a time; what was interrupted is finished by another call. What lies in its own CRM stays there. Tells how many. */
export const deleteAllOfTenant = async (
  { inTransaction, now }: OfTenantNeeds,
  tenantId: string,
): Promise<number> => {
  await inTransaction(async (trx) => {
    // Recordings that are not put together yet: nobody opens them any more.
    await trx.deleteFrom('recording_roots').where('tenant_id', '=', tenantId).execute();
    await goOnRemoving(trx, tenantId);
  });
  let deleted = 0;
  for (;;) {
    const some = await inTransaction((trx) => deleteSome(trx, tenantId, now));
    deleted += some;
    if (some < atOnce) return deleted;
  }
};

const deleteSome = async (trx: Transaction, tenantId: string, now: () => number): Promise<number> => {
  const rows = await trx
    .selectFrom('artifacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .limit(atOnce)
    .execute();
  // Its CRM can't be told any more.
  const needs = { onArtifactsChanged: async () => undefined, now };
  for (const row of rows)
    await deleteWithin(needs, trx, { row, reason: 'tenant_removed', actor: 'operator' });
  return rows.length;
};

/** What was deleted before and is still there: the tenant's other jobs were given up, this one must not be. */
const goOnRemoving = async (trx: Transaction, tenantId: string): Promise<void> => {
  const jobs = trx
    .selectFrom('outbox')
    .select('payload')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', artifactJobs.remove)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null);
  const left = await trx
    .selectFrom('artifacts')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'deleted')
    .where('settings', 'is not', null)
    .execute();
  const known = new Set((await jobs.execute()).map(({ payload }) => payload));
  for (const { id } of left) {
    const job = removeJob({ id, tenantId });
    if (!known.has(JSON.stringify(job.payload))) await enqueue(trx, job);
  }
};
