import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';
import type { Summary } from './summary.ts';
import { dueAt, isAskedForOutcome, jobKindOf, plannedParts } from './write-back.ts';
import { insertPart, insertWriteBack } from './write-back-store.ts';

/** Leaves the jobs that bring a summary to the CRM, in the transaction that ends the session. They wait while somebody may say how it went. */
export const planWriteBack = async (
  trx: Transaction,
  { id: sessionId, tenantId, agentId }: Session,
  summary: Summary,
): Promise<void> => {
  const { endedAt } = summary;
  const asked = isAskedForOutcome(summary);
  const outcomeUntil = asked ? endedAt + lifetimes.outcomeMs : null;
  const untold = { outcome: null, comment: null, setOutAt: null };
  await insertWriteBack(trx, { sessionId, tenantId, summary, outcomeUntil, ...untold });
  for (const part of plannedParts) {
    const payload = { sessionId, agentId };
    const jobId = await enqueue(trx, {
      tenantId,
      kind: jobKindOf[part],
      payload,
      runAt: dueAt(part, asked ? endedAt + lifetimes.outcomeUnbegunMs : endedAt),
    });
    await insertPart(trx, { sessionId, tenantId, part, jobId });
  }
};
