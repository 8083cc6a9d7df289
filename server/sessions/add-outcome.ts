import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { findSession } from './session-store.ts';
import { jobKindOf } from './write-back.ts';
import { insertPart, movePart, type OfTenant, partStateOf } from './write-back-store.ts';

interface Added {
  /** False: nothing is to be added, or not any more. */
  readonly isSaid: boolean;
  /** When it goes. */
  readonly at: number;
}

/** The summary has set out: how it went is a part of its own, which goes at this time. */
export const addOutcome = async (
  trx: Transaction,
  { tenantId, sessionId }: OfTenant,
  { isSaid, at }: Added,
): Promise<void> => {
  const part = { tenantId, sessionId, part: 'outcome' } as const;
  const isPlanned = (await partStateOf(trx, part)) !== null;
  if (isSaid && isPlanned) return movePart(trx, part, at);
  if (!isSaid) return isPlanned ? remove(trx, { tenantId, sessionId }) : undefined;
  const session = await findSession(trx, sessionId);
  if (session?.tenantId !== tenantId) throw new Error(`Session ${sessionId} is gone.`);
  const payload = { sessionId, agentId: session.agentId };
  const jobId = await enqueue(trx, { tenantId, kind: jobKindOf.outcome, payload, runAt: at });
  await insertPart(trx, { ...part, jobId });
};

/** What was begun is taken back, before it went. */
const remove = async (trx: Transaction, { tenantId, sessionId }: OfTenant): Promise<void> => {
  const parts = trx
    .selectFrom('write_back_parts')
    .select('job_id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', 'outcome');
  await trx.deleteFrom('outbox').where('tenant_id', '=', tenantId).where('id', 'in', parts).execute();
  await trx
    .deleteFrom('write_back_parts')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', 'outcome')
    .execute();
};
