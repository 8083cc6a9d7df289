import type { AgentView, Connection } from '../../protocol/http/authentication.ts';
import { requestStateOf } from '../agents/access-requests.ts';
import type { Agent } from '../agents/agent.ts';
import { readGrantsOf } from '../agents/grant-store.ts';
import { missingRoleOf, permissionsOf } from '../agents/roles.ts';
import { standingOf } from '../agents/standing.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** The agent, as the panel shows them. */
export const readAgentView = async (q: Queryable, agent: Agent, tenant: Tenant): Promise<AgentView> => {
  const who = { tenantId: agent.tenantId, agentId: agent.id };
  const { withheld } = standingOf(tenant, agent, await readGrantsOf(q, who));
  return {
    id: agent.id,
    name: agent.name,
    roles: [...agent.roles],
    permissions: [...permissionsOf(agent.roles)],
    missingRole: missingRoleOf(tenant.settings.roleRules, agent.roles),
    outsidePilot: withheld.length > 0 ? (tenant.settings.pilot?.name ?? null) : null,
    accessRequest: await requestStateOf(q, who),
    connection: await connectionOf(q, agent),
  };
};

const connectionOf = async (q: Queryable, { tenantId, id }: Agent): Promise<Connection> => {
  const row = await q
    .selectFrom('crm_tokens')
    .select('revoked_at')
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', id)
    .executeTakeFirst();
  if (!row) return 'needed';
  return row.revoked_at === null ? 'connected' : 'revoked';
};
