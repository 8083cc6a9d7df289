import type { AgentView } from '../../protocol/http/authentication.ts';
import type { Agent } from '../agents/agent.ts';
import { missingRoleOf, permissionsOf } from '../agents/roles.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** The agent, as the panel shows them. */
export const agentViewOf = ({ id, name, roles }: Agent, { settings }: Tenant): AgentView => ({
  id,
  name,
  roles: [...roles],
  permissions: [...permissionsOf(roles)],
  missingRole: missingRoleOf(settings.roleRules, roles),
});
