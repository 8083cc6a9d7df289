import type { Logger } from 'pino';
import type { ProblemCode } from '../../protocol/problem.ts';
import type { Access } from '../agents/access.ts';
import { findAgent } from '../agents/agent-store.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { mayHave } from './may-have.ts';
import type { Session } from './session.ts';

interface RoleWatchNeeds {
  readonly db: Queryable;
  readonly access: Pick<Access, 'ensureFresh'>;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

export interface RoleWatch {
  /** Whether the agent of this session may no longer have it. */
  isLost(session: Session): Promise<boolean>;
}

/** A CRM that did not answer is left alone for this long. */
const askAgainAfterMs = 60_000;
/** Asked so much early that the answer, and the next look, still fall within the quarter of an hour. */
const asksEarlyMs = 60_000;
/** What the CRM can say of somebody who may have a session no longer. */
const lost: ReadonlySet<ProblemCode> = new Set([
  'user_inactive',
  'auth_expired',
  'auth_revoked',
  'wrong_account',
  'wrong_organization',
]);

/** Asks the CRM again when what it said is older than a quarter of an hour. A CRM that is down takes nobody's role away. */
export const createRoleWatch = ({ db, access, now, log }: RoleWatchNeeds): RoleWatch => {
  const failedAt = new Map<string, number>();

  return {
    isLost: async (session) => {
      const { tenantId, agentId } = session;
      const agent = await findAgent(db, { tenantId, agentId });
      // An admin's change of the rules counts at once; nobody has to be asked.
      if (!agent || !mayHave(session, agent)) return true;
      if (now() - (failedAt.get(agentId) ?? 0) < askAgainAfterMs) return false;
      try {
        const fresh = await access.ensureFresh(agent, now() + asksEarlyMs);
        failedAt.delete(agentId);
        return !mayHave(session, fresh);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (lost.has(error.code)) return true;
        failedAt.set(agentId, now());
        log.warn({ problem: error.code, agentId }, 'A role could not be looked up again');
        return false;
      }
    },
  };
};
