import type { PersonView } from '../../protocol/http/admin-people.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Agent } from './agent.ts';
import type { ReadGrant } from './grant-reading.ts';
import { standingOf } from './standing.ts';

/** Somebody as administrators see them. */
export const personView = (agent: Agent, tenant: Tenant, grants: readonly ReadGrant[]): PersonView => ({
  id: agent.id,
  name: agent.name,
  email: agent.email,
  crmUserId: agent.crmUserId,
  roles: [...agent.roles],
  withheld: [...standingOf(tenant, agent, grants).withheld],
  checkedAt: agent.rolesCheckedAt,
  inactiveAt: agent.inactiveAt,
});
