import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { findSession } from './session-store.ts';
import { dueAt, jobKindOf } from './write-back.ts';
import { findWriteBack, type OfTenant, reopenPart } from './write-back-store.ts';

/**
 * What is kept of a session is no longer what its record says: the record is to be written again. In the transaction of the change itself. Many changes are one writing, as
 * long as that has not begun; while the session goes on, there is none to write again.
 */
export const artifactsChanged = async (trx: Transaction, of: OfTenant, now: number): Promise<void> => {
  if (!(await findWriteBack(trx, of))) return;
  const part = await trx
    .selectFrom('write_back_parts')
    .select(['state', 'job_id'])
    .where('tenant_id', '=', of.tenantId)
    .where('session_id', '=', of.sessionId)
    .where('part', '=', 'record')
    .executeTakeFirst();
  // Where there is no place for it, or it was given up, whoever retries it writes what there is then.
  if (part?.state !== 'pending' && part?.state !== 'written') return;
  if (part.state === 'pending' && (await isStillToBegin(trx, of.tenantId, part.job_id))) return;
  const session = await findSession(trx, of.sessionId);
  if (session?.tenantId !== of.tenantId) throw new Error(`Session ${of.sessionId} is gone.`);
  const jobId = await enqueue(trx, {
    tenantId: of.tenantId,
    kind: jobKindOf.record,
    payload: { sessionId: of.sessionId, agentId: session.agentId },
    runAt: dueAt('record', now),
  });
  await reopenPart(trx, { ...of, part: 'record', jobId });
};

/** Written to, so that no worker takes it before this change is to be seen. One that is at work may have looked already. */
const isStillToBegin = async (trx: Transaction, tenantId: string, jobId: string): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ leased_until: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', jobId)
    .where('leased_until', 'is', null)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};
