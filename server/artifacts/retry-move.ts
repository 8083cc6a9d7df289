import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { enqueue } from '../jobs/outbox.ts';
import { changeRow, findRow, type OfTenant } from './artifact-store.ts';
import { moveJob } from './job-kinds.ts';

/** What its target did not take is tried anew; what waits is tried now; what is there stays as it is. @throws Problem `not_found`, `artifact_deleted`. */
export const retryWithin = async (
  trx: Transaction,
  of: OfTenant,
  { actor, now }: { readonly actor: string; readonly now: number },
): Promise<void> => {
  const row = await findRow(trx, of);
  if (!row) throw new Problem('not_found', 'There is nothing here.');
  if (row.state === 'deleted') throw new Problem('artifact_deleted', 'This was deleted.');
  if (row.state === 'kept') await hurry(trx, of, { jobId: row.job_id, now });
  if (row.state !== 'failed') return;
  // The job before may have put it there without being able to look: whoever deletes it has to know that it was tried.
  const job_id = await enqueue(trx, { ...moveJob(of), attempts: 1 });
  await changeRow(trx, { ...of, states: ['failed'] }, { state: 'kept', problem: null, job_id });
  const detail = { sessionId: row.session_id, kind: row.kind };
  await record(trx, {
    tenantId: of.tenantId,
    actor,
    action: 'artifact.retried',
    subject: of.id,
    detail,
    at: now,
  });
};

const hurry = async (
  trx: Transaction,
  { tenantId }: OfTenant,
  { jobId, now }: { readonly jobId: string; readonly now: number },
): Promise<void> => {
  await trx
    .updateTable('outbox')
    .set({ run_at: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', jobId)
    .where('run_at', '>', now)
    .where('last_problem', 'is not', null)
    // Whoever said how long to wait is not asked sooner.
    .where('last_problem', 'not in', ['crm_rate_limited', 'crm_quota_exhausted'])
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
};
