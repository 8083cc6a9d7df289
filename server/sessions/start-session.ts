import type { SessionStarted, StartSession } from '../../protocol/http/sessions.ts';
import type { Access } from '../agents/access.ts';
import { permissionsOf } from '../agents/roles.ts';
import { record } from '../audit/audit-log.ts';
import type { Case, Crm, CrmOf } from '../crm/crm.ts';
import { randomId } from '../crypto/random.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { appearanceOf } from '../tenants/appearance.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { endWithin } from './end-session.ts';
import type { JoinCodes } from './join-codes.ts';
import { neverReopened } from './reopening.ts';
import { joinedStateOf, noWords, type Session } from './session.ts';
import { insertSession, listSessions, saveSession } from './session-store.ts';
import { type PresenceOf, sessionView } from './session-view.ts';

export interface StartSessionNeeds {
  readonly crmOf: CrmOf;
  readonly access: Pick<Access, 'refresh'>;
  readonly tenantOf: (id: string) => Promise<Tenant>;
  readonly inTransaction: InTransaction;
  readonly joinCodes: Pick<JoinCodes, 'issue'>;
  readonly presenceOf: PresenceOf;
  readonly announce: (session: Session) => void;
  readonly now: () => number;
}

/** Opens a session on a case, or on none where the console has no CRM. The panel made the join key; only the hash of its proof comes here. */
export const startSession =
  (needs: StartSessionNeeds) =>
  async (
    caller: CallerWith<'sessions.start'>,
    { caseId, proofHash }: StartSession,
  ): Promise<SessionStarted> => {
    // What the CRM says now counts, not what it said when this agent signed in.
    const agent = await needs.access.refresh(caller);
    if (!permissionsOf(agent.roles).has('sessions.start')) throw noLonger();
    const tenant = await needs.tenantOf(caller.tenantId);
    const found = caseId === undefined ? noCase(tenant) : await caseOf(await needs.crmOf(caller), caseId);
    const now = needs.now();
    const session: Session = {
      id: randomId('ses'),
      tenantId: caller.tenantId,
      agentId: caller.agentId,
      caseId: found?.id ?? null,
      caseNumber: found?.number ?? null,
      requester: found?.requester ?? null,
      brandId: found?.brandId ?? null,
      isTest: false,
      proofHash,
      createdAt: now,
      state: { name: 'invited', expiresAt: now + tenant.settings.linkLifetimeMs },
      grants: [],
      paused: false,
      features: [],
      visitorId: null,
      places: [],
      words: noWords,
      reopening: neverReopened,
      version: 1,
    };
    const { earlier, joinCode } = await needs.inTransaction(async (trx) => {
      const superseded = await supersede(trx, session);
      await insertSession(trx, session);
      await record(trx, {
        tenantId: session.tenantId,
        actor: `agent:${caller.agentId}`,
        action: 'session.started',
        subject: session.id,
        detail: { caseId: session.caseId },
        at: now,
      });
      return { earlier: superseded, joinCode: await needs.joinCodes.issue(trx, session) };
    });
    for (const one of earlier) needs.announce(one);
    return {
      session: sessionView(session, needs.presenceOf, null),
      joinCode,
      invitation: invitationOf(tenant, found),
    };
  };

const caseOf = async (crm: Crm, caseId: string): Promise<Case> => {
  const found = await crm.findCase(caseId);
  if (!found) throw new Problem('case_not_found', 'There is no such case, or you may not see it.');
  return found;
};

/** What a CRM is for is its cases: only where there is none, two people can meet on nothing. */
const noCase = ({ settings }: Tenant): null => {
  if (settings.crm.kind === 'jwt') return null;
  throw new Problem('invalid_request', 'A session has to be on a case.');
};

/** In whose name, and in which language, the customer is written to. */
const invitationOf = (tenant: Tenant, found: Case | null): SessionStarted['invitation'] => {
  const { name, locale } = appearanceOf(tenant, found?.brandId ?? null);
  return { brandName: name, language: found?.requester?.locale ?? locale };
};

/** A new invitation to a case takes the agent's earlier one to it back. @throws Problem `session_exists` when that was taken up. */
const supersede = async (
  trx: Transaction,
  { tenantId, agentId, caseId, createdAt }: Session,
): Promise<readonly Session[]> => {
  const ended: Session[] = [];
  for (const earlier of await listSessions(trx, {
    tenantId,
    agentId,
    onCase: caseId === null ? 'none' : { id: caseId },
    requesterId: null,
    live: true,
  })) {
    if (joinedStateOf(earlier)) {
      const which = caseId === null ? 'without a case' : 'on this case';
      throw new Problem('session_exists', `A session ${which} is going on. End it first.`);
    }
    const ending = { by: 'agent', reason: 'cancelled', actor: `agent:${agentId}` } as const;
    ended.push(await saveSession(trx, await endWithin(trx, earlier, ending, createdAt)));
  }
  return ended;
};

const noLonger = () =>
  new Problem('missing_role', 'This needs the Handrail role “agent”, which you no longer have.', {
    role: 'agent',
  });
