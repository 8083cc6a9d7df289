import type { AccessRequestState, AccessRequests, DecideAccess } from '../../protocol/http/admin-people.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { Caller, CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { Agent, AgentRef } from './agent.ts';
import { findAgent } from './agent-store.ts';
import { ownGrant } from './grant-reading.ts';
import { readGrantsOf } from './grant-store.ts';
import { personView } from './person-view.ts';
import { reassignRoles } from './reassign-roles.ts';
import {
  type AccessDecision,
  type AccessRequest,
  findRequest,
  insertRequest,
  listOpenRequests,
  newestRequestOf,
  saveDecision,
} from './request-store.ts';
import { permissionsOf } from './roles.ts';

export interface AccessRequestsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find' | 'read' | 'update'>;
  readonly requestLimit: RateLimit;
  readonly onRolesChanged: (who: readonly AgentRef[]) => Promise<void>;
  readonly now: () => number;
}

type Lead = CallerWith<'team.manage'>;

export interface AccessRequestActions {
  /** Asks the admins for a role; once, until they have answered. @throws Problem `forbidden` for somebody who may start sessions, `rate_limited`. */
  ask(caller: Caller): Promise<AccessRequestState>;
  list(caller: Lead): Promise<AccessRequests>;
  /** @throws Problem `not_found`, `already_decided`, `missing_role` when the decider may not give this role. */
  decide(caller: Lead, id: string, asked: DecideAccess): Promise<void>;
}

export const createAccessRequests = (needs: AccessRequestsNeeds): AccessRequestActions => ({
  ask: (caller) => ask(needs, caller),
  list: (caller) => list(needs, caller),
  decide: (caller, id, asked) => decide(needs, caller, { id, asked }),
});

/** What the person who asked is shown; null when there is nothing to say. */
export const requestStateOf = async (q: Queryable, who: AgentRef): Promise<AccessRequestState | null> => {
  const request = await newestRequestOf(q, who);
  if (!request || request.decision?.decision === 'approved') return null;
  const { askedAt, decision } = request;
  if (!decision) return { state: 'open', askedAt };
  return { state: 'declined', askedAt, decidedAt: decision.at, reason: decision.reason };
};

const ask = async (needs: AccessRequestsNeeds, caller: Caller): Promise<AccessRequestState> => {
  const { tenantId, agentId } = caller;
  const who = { tenantId, agentId };
  if (caller.permissions.has('sessions.start')) throw new Problem('forbidden', 'You have a role already.');
  const waiting = await newestRequestOf(needs.db, who);
  if (waiting && !waiting.decision) return { state: 'open', askedAt: waiting.askedAt };
  await needs.requestLimit.consume(`${tenantId} ${agentId}`);
  const { askedAt } = await needs.inTransaction(async (trx) => {
    const newest = await newestRequestOf(trx, who);
    if (newest && !newest.decision) return newest;
    const request = await insertRequest(trx, who, needs.now());
    await record(trx, {
      tenantId,
      actor: `agent:${agentId}`,
      action: 'access.requested',
      subject: request.id,
      detail: {},
    });
    return request;
  });
  return { state: 'open', askedAt };
};

const list = async ({ db, tenants }: AccessRequestsNeeds, { tenantId }: Lead): Promise<AccessRequests> => {
  const tenant = await tenants.find(db, tenantId);
  if (!tenant) throw new Problem('not_found', 'There is no such organization.');
  const open = await listOpenRequests(db, tenantId);
  const requests = open.map(async ({ id, agentId, askedAt }) => {
    const who = { tenantId, agentId };
    const agent = await findAgent(db, who);
    if (!agent) throw new Error(`Request ${id} is nobody's.`);
    return { id, askedAt, person: personView(agent, tenant, await readGrantsOf(db, who)) };
  });
  return { requests: await Promise.all(requests) };
};

interface Deciding {
  readonly id: string;
  readonly asked: DecideAccess;
}

const decide = async (needs: AccessRequestsNeeds, caller: Lead, { id, asked }: Deciding): Promise<void> => {
  if (asked.decision === 'approved') refuseGivingMore(caller, asked.role);
  const changed = await needs.inTransaction(async (trx) => {
    const request = await findRequest(trx, { tenantId: caller.tenantId, id });
    if (!request) throw new Problem('not_found', 'There is no such request.');
    if (request.decision) throw new Problem('already_decided', 'Somebody has decided this already.');
    const decision: AccessDecision = { ...asked, by: caller.agentId, at: needs.now() };
    await saveDecision(trx, request, decision);
    await recordDecision(trx, request, decision);
    return decision.decision === 'approved' ? approve(trx, needs, request, decision.role) : [];
  });
  await needs.onRolesChanged(changed.map(({ tenantId, id: agentId }) => ({ tenantId, agentId })));
};

/** Who may not change the rules must not make somebody who may. */
const refuseGivingMore = (caller: Lead, role: Agent['roles'][number]): void => {
  if (!permissionsOf([role]).has('settings.manage') || caller.permissions.has('settings.manage')) return;
  throw new Problem('missing_role', 'Only an admin can make somebody an admin.', { role: 'admin' });
};

/** A rule for this one person. */
const approve = async (
  trx: Transaction,
  { tenants }: AccessRequestsNeeds,
  { tenantId, agentId }: AccessRequest,
  role: Agent['roles'][number],
): Promise<readonly Agent[]> => {
  const agent = await findAgent(trx, { tenantId, agentId });
  const found = await tenants.read(trx, tenantId);
  if (!agent || !found) throw new Problem('not_found', 'There is no such person.');
  const own = ownGrant(found.tenant.settings.crm.kind, { id: agent.crmUserId, name: agent.name });
  const isThere = found.tenant.settings.roleRules.some(
    (rule) => rule.source === own.source && rule.id === own.id && rule.role === role,
  );
  if (isThere) return [];
  const { tenant } = await tenants.update(trx, { id: tenantId, version: found.version }, (before) =>
    withRule(before, { ...own, role }),
  );
  return reassignRoles(trx, tenant, 'rules');
};

const withRule = (tenant: Tenant, rule: Tenant['settings']['roleRules'][number]): Tenant => ({
  ...tenant,
  settings: { ...tenant.settings, roleRules: [...tenant.settings.roleRules, rule] },
});

const recordDecision = async (
  trx: Transaction,
  { id, tenantId, agentId }: AccessRequest,
  decision: AccessDecision,
): Promise<void> => {
  await record(trx, {
    tenantId,
    actor: `agent:${decision.by}`,
    action: decision.decision === 'approved' ? 'access.approved' : 'access.declined',
    subject: id,
    detail: { agentId, ...(decision.decision === 'approved' ? { role: decision.role } : {}) },
  });
};
