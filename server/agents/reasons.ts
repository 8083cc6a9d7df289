import type { Reasons, RoleReason } from '../../protocol/http/admin-people.ts';
import type { Permission } from '../../protocol/permission.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Agent } from './agent.ts';
import type { NamedGrant, ReadGrant } from './grant-reading.ts';
import { personView } from './person-view.ts';
import { permissionsOf } from './roles.ts';
import { heldBy } from './standing.ts';

/** Which rule gives somebody which role, through what they were seen to hold; and what the roles that count allow. */
export const reasonsOf = (agent: Agent, tenant: Tenant, grants: readonly ReadGrant[]): Reasons => {
  const held = heldBy(tenant, agent, grants);
  const reasons = tenant.settings.roleRules.flatMap(({ source, id, name, role }, index) => {
    const grant = held.find((one) => one.source === source && one.id === id);
    return grant ? [reasonOf(grant, { name, role, rule: index + 1 })] : [];
  });
  const allowed = new Set<Permission>(permissionsOf(agent.roles));
  return {
    person: personView(agent, tenant, grants),
    reasons: agent.inactiveAt === null ? reasons : [],
    permissions: [...allowed].map((permission) => ({
      permission,
      roles: agent.roles.filter((role) => permissionsOf([role]).has(permission)),
    })),
  };
};

const reasonOf = (
  grant: ReadGrant | NamedGrant,
  { name, role, rule }: Pick<RoleReason, 'role' | 'rule'> & { readonly name: string },
): RoleReason => ({
  role,
  rule,
  // Where the CRM told no name but the id, the rule has one for people.
  grant: { source: grant.source, id: grant.id, name: grant.name === grant.id ? name : grant.name },
  read: 'asOf' in grant ? { asOf: grant.asOf, via: grant.via } : null,
});
