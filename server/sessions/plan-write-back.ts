import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';
import type { Summary } from './summary.ts';
import { dueAt, isAskedForOutcome, jobKindOf, writeBackParts } from './write-back.ts';
import { insertPart, insertWriteBack } from './write-back-store.ts';

/** Leaves the jobs that bring a summary to the CRM, in the transaction that ends the session. They wait while somebody may say how it went. */
export const planWriteBack = async (
  trx: Transaction,
  { id: sessionId, tenantId, agentId }: Session,
  summary: Summary,
): Promise<void> => {
  const asked = isAskedForOutcome(summary);
  const outcomeUntil = asked ? summary.endedAt + lifetimes.outcomeUnbegunMs : null;
  await insertWriteBack(trx, { sessionId, tenantId, summary, outcomeUntil, outcome: null, comment: null });
  for (const part of writeBackParts) {
    const payload = { sessionId, agentId };
    const jobId = await enqueue(trx, {
      tenantId,
      kind: jobKindOf[part],
      payload,
      runAt: dueAt(part, outcomeUntil ?? summary.endedAt),
    });
    await insertPart(trx, { sessionId, tenantId, part, jobId });
  }
};
