import type { AgentView, Connection } from '../../protocol/http/authentication.ts';
import { requestStateOf } from '../agents/access-requests.ts';
import type { Agent } from '../agents/agent.ts';
import { readGrantsOf } from '../agents/grant-store.ts';
import { missingRoleOf, permissionsOf } from '../agents/roles.ts';
import { standingOf } from '../agents/standing.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { AgentTokenRecord } from './agent-tokens.ts';
import { nameFromId } from './name-from-id.ts';

interface Viewed extends Pick<AgentTokenRecord, 'permits'> {
  readonly agent: Agent;
  readonly tenant: Tenant;
}

/** The agent, as the panel shows them. A bearer for connecting only shows no role, and misses none. */
export const readAgentView = async (q: Queryable, { agent, tenant, permits }: Viewed): Promise<AgentView> => {
  const roles = permits === 'all' ? agent.roles : [];
  const who = { tenantId: agent.tenantId, agentId: agent.id };
  const { withheld } = standingOf(tenant, agent, await readGrantsOf(q, who));
  return {
    id: agent.id,
    name: agent.name,
    onlyId: agent.name === nameFromId(tenant.settings.crm.kind, agent.crmUserId) ? agent.crmUserId : null,
    roles: [...roles],
    permissions: [...permissionsOf(roles)],
    missingRole: permits === 'all' ? missingRoleOf(tenant.settings.roleRules, roles) : null,
    outsidePilot: withheld.length > 0 ? (tenant.settings.pilot?.name ?? null) : null,
    accessRequest: await requestStateOf(q, who),
    connection: tenant.settings.crm.kind === 'jwt' ? 'not_needed' : await connectionOf(q, agent),
  };
};

const connectionOf = async (q: Queryable, { tenantId, id }: Agent): Promise<Connection> => {
  const row = await q
    .selectFrom('crm_tokens')
    .select(['revoked_at', 'ended_by'])
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', id)
    .executeTakeFirst();
  if (row && row.revoked_at === null) return 'connected';
  return row?.ended_by === 'crm' ? 'revoked' : 'needed';
};
