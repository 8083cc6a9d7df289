import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { stopRecordingWithin } from '../recordings/recording-store.ts';
import { planWriteBack } from './plan-write-back.ts';
import { type Ending, ended, joinedStateOf, type Session } from './session.ts';
import { summaryOf } from './summary.ts';

/** Who did it, as the audit log names them. */
export interface EndingBy extends Ending {
  /** `agent:<id>`, `visitor:<id>` or `server`. */
  readonly actor: string;
}

/** Ends a session, within the transaction that changes it: audit entry, summary for the CRM, and no way in is left. @throws Problem `session_ended`. */
export const endWithin = async (
  trx: Transaction,
  session: Session,
  { actor, by, reason }: EndingBy,
  now: number,
): Promise<Session> => {
  const over = ended(session, { by, reason }, now);
  const head = await record(trx, {
    tenantId: session.tenantId,
    actor,
    action: 'session.ended',
    subject: session.id,
    detail: { by, reason, caseId: session.caseId },
    at: now,
  });
  const { tenantId, id: sessionId } = session;
  await stopRecordingWithin(trx, { tenantId, sessionId, actor, why: reason, at: now });
  await takeWaysInAway(trx, session.id);
  const joined = joinedStateOf(session);
  if (joined && !session.isTest) {
    const ending = { by, reason };
    await planWriteBack(trx, session, await summaryOf(trx, { session, joined, ending, endedAt: now, head }));
  }
  return over;
};

// Credentials and live tokens stay: who comes back with one is told that the session is over.
const takeWaysInAway = async (trx: Transaction, sessionId: string): Promise<void> => {
  await trx.deleteFrom('join_codes').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('handovers').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('live_codes').where('session_id', '=', sessionId).execute();
};
