import type {
  AdmitVisitor,
  DeclineJoin,
  HandoverLeft,
  HandoverOpened,
  JoinCodeOpened,
  JoinView,
  LeaveHandover,
  ViewJoin,
  VisitorAdmitted,
  VisitorSettings,
} from '../../protocol/http/joining.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { consentPolicyOf, storagePolicyOf, type Tenant } from '../tenants/tenant.ts';
import { admitVisitor } from './admit-visitor.ts';
import type { ChangeSession } from './change-session.ts';
import { declineJoin } from './decline-join.ts';
import { endWithin } from './end-session.ts';
import { createHandovers } from './handovers.ts';
import type { JoinCodes } from './join-codes.ts';
import { viewJoin } from './view-join.ts';
import { sessionOfVisitor } from './visitor-credential.ts';

interface VisitorActionsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly change: ChangeSession;
  readonly joinCodes: Pick<JoinCodes, 'open'>;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly now: () => number;
}

interface AskingVisitor {
  readonly bearer: string | null;
  readonly origin: string | null;
}

/** What visitors do before and while they are in a session. */
export interface VisitorActions {
  viewJoin(sessionId: string, request: ViewJoin): Promise<JoinView>;
  /** The visitor chose *Not now*. @throws Problem as `viewJoin`, `rate_limited`. */
  declineJoin(sessionId: string, request: DeclineJoin): Promise<void>;
  admitVisitor(sessionId: string, request: AdmitVisitor): Promise<VisitorAdmitted>;
  openJoinCode(code: string, address: string): Promise<JoinCodeOpened>;
  leaveHandover(sessionId: string, bearer: string | null, handover: LeaveHandover): Promise<HandoverLeft>;
  openHandover(id: string, origin: string | null): Promise<HandoverOpened>;
  /** For the site of this session's company that asks. @throws Problem `origin_refused`. */
  settings(sessionId: string, visitor: AskingVisitor): Promise<VisitorSettings>;
  /** The visitor has stopped sharing. @throws Problem `unauthorized`, `session_ended`. */
  withdraw(sessionId: string, bearer: string | null): Promise<void>;
}

export const createVisitorActions = (needs: VisitorActionsNeeds): VisitorActions => {
  const { db, change, tenantOf, now } = needs;
  const handovers = createHandovers(needs);
  return {
    viewJoin: viewJoin(needs),
    declineJoin: declineJoin(needs),
    admitVisitor: admitVisitor(needs),
    openJoinCode: needs.joinCodes.open,
    leaveHandover: async (sessionId, bearer, handover) =>
      handovers.leave(await sessionOfVisitor(db, sessionId, bearer), handover),
    openHandover: handovers.open,
    settings: async (sessionId, { bearer, origin }) => {
      const { tenantId } = await sessionOfVisitor(db, sessionId, bearer);
      const { settings } = await tenantOf(tenantId);
      const { sites, maskSelectors, showInputSelectors } = settings;
      if (!sites.some((site) => site.origin === origin)) {
        throw new Problem('origin_refused', 'This session is on another company’s website.');
      }
      return {
        maskSelectors,
        showInputSelectors,
        consent: consentPolicyOf(settings),
        recordingDays: storagePolicyOf(settings).recording.retentionDays,
      };
    },
    withdraw: async (sessionId, bearer) => {
      const { visitorId } = await sessionOfVisitor(db, sessionId, bearer);
      const ending = { by: 'visitor', reason: 'ended_by_visitor', actor: `visitor:${visitorId}` } as const;
      await change(sessionId, (before, trx) => endWithin(trx, before, ending, now()));
    },
  };
};
