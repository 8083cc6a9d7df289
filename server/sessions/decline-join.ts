import type { DeclineJoin } from '../../protocol/http/joining.ts';
import { record } from '../audit/audit-log.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { ChangeSession } from './change-session.ts';
import { checkClaim, linkInvalid } from './join-claim.ts';
import { declined, type Session } from './session.ts';
import { findSession } from './session-store.ts';

interface DeclineJoinNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** Of one invitation: who looks and declines in turns writes an entry each time. */
const mostIn = { points: 20, seconds: 600 } as const;

/** A person pressed *Not now*: the agent is told, and the link or code stays good. It takes what looking takes, and tells no more. */
export const declineJoin = ({ db, change, now }: DeclineJoinNeeds) => {
  const limit = createRateLimit(mostIn);

  const decline = async (before: Session, trx: Transaction): Promise<Session> => {
    const after = declined(before, now());
    if (after === before) return before;
    const { id: subject, tenantId } = before;
    const entry = { tenantId, actor: 'server', action: 'session.declined', subject, detail: {}, at: now() };
    await record(trx, entry);
    return after;
  };

  return async (sessionId: string, { claim }: DeclineJoin): Promise<void> => {
    const seen = await findSession(db, sessionId);
    if (!seen) throw linkInvalid();
    await checkClaim(db, seen, claim, now());
    // As in looking: what changes nothing takes no transaction.
    if (declined(seen, now()) === seen) return;
    await limit.consume(sessionId);
    await change(sessionId, decline);
  };
};
