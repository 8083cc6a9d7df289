import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { deleteWithin } from './delete-artifact.ts';
import { artifactJobs, removeJob } from './job-kinds.ts';

/** The tenant is removed: all that was kept of it goes, in the transaction of that. What lies in its own CRM stays there. Tells how many. */
export const deleteAllOfTenant = async (
  trx: Transaction,
  tenantId: string,
  now: () => number,
): Promise<number> => {
  const rows = await trx
    .selectFrom('artifacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .execute();
  // Its CRM can't be told any more.
  const needs = { onArtifactsChanged: async () => undefined, now };
  for (const row of rows)
    await deleteWithin(needs, trx, { row, reason: 'tenant_removed', actor: 'operator' });
  // Recordings that are not put together yet: nobody opens them any more.
  await trx.deleteFrom('recording_roots').where('tenant_id', '=', tenantId).execute();
  await goOnRemoving(trx, tenantId);
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
