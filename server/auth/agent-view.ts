import type { AgentView, Connection } from '../../protocol/http/authentication.ts';
import type { Agent } from '../agents/agent.ts';
import { missingRoleOf, permissionsOf } from '../agents/roles.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** The agent, as the panel shows them. */
export const readAgentView = async (
  q: Queryable,
  agent: Agent,
  { settings }: Tenant,
): Promise<AgentView> => ({
  id: agent.id,
  name: agent.name,
  roles: [...agent.roles],
  permissions: [...permissionsOf(agent.roles)],
  missingRole: missingRoleOf(settings.roleRules, agent.roles),
  connection: await connectionOf(q, agent),
});

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
