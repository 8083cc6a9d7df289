import { findAgent } from '../agents/agent-store.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Participant } from '../relay/participant.ts';
import type { ChangeSession } from './change-session.ts';
import { mayHave } from './may-have.ts';
import { closedForGood, offerOf, refuseUnlessReopenable, reopened, reopeningAsked } from './reopening.ts';
import type { RoleWatch } from './role-watch.ts';
import type { Session } from './session.ts';
import { listSessions } from './session-store.ts';
import { withdrawWriteBack } from './withdraw-write-back.ts';

interface ReopenActionsNeeds {
  readonly change: ChangeSession;
  readonly roles: RoleWatch;
  readonly now: () => number;
}

interface Allowing {
  readonly by: Participant;
  /** The tenant's longest length, which counts from the first start. */
  readonly sessionLimitMs: number;
}

/** What either side does about an end by mistake. Each is one transaction, with its audit entry. All throw Problem `session_not_over`, `reopen_too_late`. */
export interface ReopenActions {
  ask(sessionId: string, by: Participant): Promise<void>;
  /** The yes of who was asked. Nothing without a question. */
  allow(session: Session, said: Allowing): Promise<void>;
  /** The end stands: nobody is asked again. */
  refuse(sessionId: string, by: Participant): Promise<void>;
}

export const createReopenActions = ({ change, roles, now }: ReopenActionsNeeds): ReopenActions => {
  const allow = async (session: Session, { by, sessionLimitMs }: Allowing): Promise<void> => {
    refuseUnlessReopenable(session, now());
    const isLost = await roles.isLost(session);
    await change(session.id, async (before, trx) => {
      const { askedBy, was } = refuseUnlessReopenable(before, now());
      if (askedBy === null || askedBy === by.role) return before;
      const isTooLong = was.joinedAt + sessionLimitMs <= now();
      if (isTooLong || isLost || !(await mayGoOn(trx, before))) {
        return noted(trx, { before, after: closedForGood(before), actor: 'server', as: 'refused' });
      }
      const withdrawn = await withdrawWriteBack(trx, before);
      const after = reopened(before, now());
      return noted(trx, { before, after, actor: actorOf(before, by), as: 'reopened', withdrawn });
    });
  };

  const noted = async (trx: Transaction, { before, after, actor, as, ...more }: Noted): Promise<Session> => {
    await record(trx, {
      tenantId: before.tenantId,
      actor,
      action: as === 'reopened' ? 'session.reopened' : `session.reopen_${as}`,
      subject: before.id,
      detail: { askedBy: before.reopening.offer?.askedBy ?? null, ...more },
      at: now(),
    });
    return after;
  };

  return {
    ask: async (sessionId, by) => {
      await change(sessionId, (before, trx) => {
        const after = reopeningAsked(before, by.role, now());
        if (after === before) return before;
        return noted(trx, { before, after, actor: actorOf(before, by), as: 'asked' });
      });
    },
    allow,
    refuse: async (sessionId, by) => {
      await change(sessionId, (before, trx) => {
        // Too late to say no is no harm.
        if (!offerOf(before, now())) return before;
        return noted(trx, {
          before,
          after: closedForGood(before),
          actor: actorOf(before, by),
          as: 'refused',
        });
      });
    },
  };
};

interface Noted {
  readonly before: Session;
  readonly after: Session;
  readonly actor: string;
  readonly as: 'asked' | 'refused' | 'reopened';
  /** Parts of the summary that had not set out. */
  readonly withdrawn?: readonly string[];
}

/** Whether its agent may still have it, and has not begun another in its place. */
const mayGoOn = async (trx: Transaction, session: Session): Promise<boolean> => {
  const { tenantId, agentId, caseId } = session;
  const agent = await findAgent(trx, { tenantId, agentId });
  if (!agent || !mayHave(session, agent)) return false;
  const onCase = caseId === null ? 'none' : { id: caseId };
  const others = await listSessions(trx, { tenantId, agentId, onCase, requesterId: null, live: true });
  return session.isTest || others.length === 0;
};

const actorOf = (session: Session, { role }: Participant): string =>
  role === 'agent' ? `agent:${session.agentId}` : `visitor:${session.visitorId}`;
