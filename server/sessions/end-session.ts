import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { composeNote } from './compose-note.ts';
import { type Ending, ended, joinedStateOf, type Session } from './session.ts';

/** Who did it, as the audit log names them. */
export interface EndingBy extends Ending {
  /** `agent:<id>`, `visitor:<id>` or `server`. */
  readonly actor: string;
}

/** Ends a session, within the transaction that changes it: audit entry, note on the case, and no way in is left. @throws Problem `session_ended`. */
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
  await takeWaysInAway(trx, session.id);
  const joined = joinedStateOf(session);
  if (joined) {
    const text = await composeNote(trx, { session, joined, ending: { by, reason }, endedAt: now, head });
    await enqueue(trx, {
      tenantId: session.tenantId,
      kind: 'case.note',
      payload: { sessionId: session.id, agentId: session.agentId, caseId: session.caseId, text },
    });
  }
  return over;
};

// Credentials and live tokens stay: who comes back with one is told that the session is over.
const takeWaysInAway = async (trx: Transaction, sessionId: string): Promise<void> => {
  await trx.deleteFrom('join_codes').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('handovers').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('live_codes').where('session_id', '=', sessionId).execute();
};
