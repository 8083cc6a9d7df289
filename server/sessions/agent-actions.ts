import type {
  JoinCodeView,
  LiveCode,
  LiveToken,
  RedeemLiveCode,
  SessionList,
  SessionStarted,
  SessionView,
  StartSession,
} from '../../protocol/http/sessions.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { Caller, CallerWith } from '../http/caller.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import type { JoinCodes } from './join-codes.ts';
import { createListSessions, type ListFilter } from './list-sessions.ts';
import { createLiveCodes } from './live-codes.ts';
import { endedSession, ownSession, visibleSession } from './own-session.ts';
import { refuseUnlessCancellable, type Session } from './session.ts';
import { type PresenceOf, sessionView } from './session-view.ts';
import { viewWriteBack } from './view-write-backs.ts';

type Starter = CallerWith<'sessions.start'>;

interface AgentActionsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly change: ChangeSession;
  readonly start: (caller: Starter, request: StartSession) => Promise<SessionStarted>;
  readonly joinCodes: Pick<JoinCodes, 'issue'>;
  readonly presenceOf: PresenceOf;
  readonly now: () => number;
}

/** What agents do with their sessions. All throw Problem `not_found` for sessions that are not theirs to touch. */
export interface AgentActions {
  start(caller: Starter, request: StartSession): Promise<SessionStarted>;
  list(caller: Starter, filter: ListFilter): Promise<SessionList>;
  /** Who has just lost the role is still told that their own session has ended, and why. @throws Problem `missing_role`. */
  show(caller: Caller, id: string): Promise<SessionView>;
  /** @throws Problem `link_used`, `session_ended`. */
  cancel(caller: Starter, id: string): Promise<SessionView>;
  /** @throws Problem `session_ended`. */
  end(caller: Starter, id: string): Promise<SessionView>;
  issueJoinCode(caller: Starter, id: string): Promise<JoinCodeView>;
  issueLiveCode(caller: Starter, id: string): Promise<LiveCode>;
  redeemLiveCode(id: string, request: RedeemLiveCode): Promise<LiveToken>;
}

export const createAgentActions = (needs: AgentActionsNeeds): AgentActions => {
  const { db, change, presenceOf, now } = needs;
  const liveCodes = createLiveCodes(needs);
  const view = async (session: Session) =>
    sessionView(session, presenceOf, await viewWriteBack(db, session.tenantId, session.id));

  const endOwn = async (caller: Starter, id: string, reason: 'cancelled' | 'ended_by_agent') => {
    await ownSession(db, caller, id);
    const session = await change(id, (before, trx) => {
      if (reason === 'cancelled') refuseUnlessCancellable(before);
      return endWithin(trx, before, { by: 'agent', reason, actor: `agent:${caller.agentId}` }, now());
    });
    return view(session);
  };

  return {
    start: needs.start,
    list: createListSessions(needs),
    show: async (caller, id) =>
      view(await (caller.permissions.has('sessions.start') ? visibleSession : endedSession)(db, caller, id)),
    cancel: (caller, id) => endOwn(caller, id, 'cancelled'),
    end: (caller, id) => endOwn(caller, id, 'ended_by_agent'),
    issueJoinCode: (caller, id) =>
      needs.inTransaction(async (trx) => {
        const session = await ownSession(trx, caller, id);
        const code = await needs.joinCodes.issue(trx, session);
        await recordCode(trx, session, now());
        return code;
      }),
    issueLiveCode: async (caller, id) => liveCodes.issue(await ownSession(db, caller, id)),
    redeemLiveCode: (id, request) => liveCodes.redeem(id, request),
  };
};

const recordCode = async (trx: Transaction, session: Session, at: number): Promise<void> => {
  await record(trx, {
    tenantId: session.tenantId,
    actor: `agent:${session.agentId}`,
    action: 'join_code.issued',
    subject: session.id,
    detail: {},
    at,
  });
};
