import type { People, Reasons } from '../../protocol/http/admin-people.ts';
import type { AgentRole } from '../../protocol/permission.ts';
import type { ProblemCode } from '../../protocol/problem.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { Caller, CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Access } from './access.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent, listAgents } from './agent-store.ts';
import { readGrantsOf, readGrantsOfTenant } from './grant-store.ts';
import { personView } from './person-view.ts';
import { reasonsOf } from './reasons.ts';

type Lead = CallerWith<'team.manage'>;

export interface PeopleNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly access: Pick<Access, 'refresh' | 'refreshAskedBy'>;
  readonly checkLimit: RateLimit;
  readonly onRolesChanged: (who: readonly AgentRef[]) => Promise<void>;
  /** The CRM no longer answers for this agent: ends what they have running. */
  readonly onAccessLost: (who: AgentRef) => Promise<void>;
  /** Ends every bearer of this agent, and what they have running. */
  readonly signOutEverywhere: (who: AgentRef, actor: string) => Promise<void>;
}

/** The people of the tenant, and what they may do. All throw Problem `not_found` for people of others. */
export interface PeopleActions {
  list(caller: Lead): Promise<People>;
  reasons(caller: Lead, agentId: string): Promise<Reasons>;
  /** Asks the CRM now; of who has signed out, as whoever asks for the check. @throws Problem `user_inactive`, `auth_*`, `crm_*`, `rate_limited`. */
  check(caller: Caller, agentId: string): Promise<Reasons>;
  signOut(caller: Lead, agentId: string): Promise<void>;
}

export const createPeople = (needs: PeopleNeeds): PeopleActions => ({
  list: async ({ tenantId }) => {
    const tenant = await tenantOf(needs, tenantId);
    const grants = await readGrantsOfTenant(needs.db, tenantId);
    const agents = await listAgents(needs.db, tenantId);
    return {
      people: agents.map((agent) => personView(agent, tenant, grants.get(agent.id) ?? [])),
      pilot: tenant.settings.pilot?.name ?? null,
    };
  },
  reasons: (caller, agentId) => reasons(needs, { tenantId: caller.tenantId, agentId }),
  check: (caller, agentId) => check(needs, caller, { tenantId: caller.tenantId, agentId }),
  signOut: async ({ tenantId, agentId: by }, agentId) => {
    const who = { tenantId, agentId };
    await agentOf(needs.db, who);
    await needs.signOutEverywhere(who, `agent:${by}`);
  },
});

const reasons = async (needs: PeopleNeeds, who: AgentRef): Promise<Reasons> => {
  const agent = await agentOf(needs.db, who);
  return reasonsOf(agent, await tenantOf(needs, who.tenantId), await readGrantsOf(needs.db, who));
};

const check = async (needs: PeopleNeeds, { agentId: by }: Caller, who: AgentRef): Promise<Reasons> => {
  const before = await agentOf(needs.db, who);
  await needs.checkLimit.consume(`${who.tenantId} ${by}`);
  await needs.access.refresh(who).catch(async (error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    if (saysNo.has(error.code)) await needs.onAccessLost(who);
    if (by === who.agentId || !isAway.has(error.code)) throw error;
    await needs.access.refreshAskedBy({ tenantId: who.tenantId, agentId: by }, who);
  });
  await tellIfChanged(needs, before);
  if (by !== who.agentId) await recordCheck(needs, by, who);
  return reasons(needs, who);
};

/** What the CRM can answer that leaves nobody to vouch for this person. */
const saysNo: ReadonlySet<ProblemCode> = new Set([
  'user_inactive',
  'auth_revoked',
  'auth_expired',
  'wrong_account',
  'wrong_organization',
]);

/** Nobody can ask the CRM as they themselves. */
const isAway: ReadonlySet<ProblemCode> = new Set(['auth_revoked', 'auth_expired']);

const tellIfChanged = async ({ db, onRolesChanged }: PeopleNeeds, before: Agent): Promise<void> => {
  const who = { tenantId: before.tenantId, agentId: before.id };
  const after = await findAgent(db, who);
  const isSame = (roles: readonly AgentRole[]) => String(roles) === String(before.roles);
  if (!after || !isSame(after.roles)) await onRolesChanged([who]);
};

const recordCheck = async ({ inTransaction }: PeopleNeeds, by: string, who: AgentRef): Promise<void> => {
  await inTransaction(async (trx) => {
    await record(trx, {
      tenantId: who.tenantId,
      actor: `agent:${by}`,
      action: 'roles.checked',
      subject: who.agentId,
      detail: {},
    });
  });
};

const agentOf = async (q: Queryable, who: AgentRef): Promise<Agent> => {
  const agent = await findAgent(q, who);
  if (!agent) throw new Problem('not_found', 'There is no such person.');
  return agent;
};

const tenantOf = async ({ db, tenants }: PeopleNeeds, id: string): Promise<Tenant> => {
  const tenant = await tenants.find(db, id);
  if (!tenant) throw new Problem('not_found', 'There is no such organization.');
  return tenant;
};
