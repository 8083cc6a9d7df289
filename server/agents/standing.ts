import type { AgentRole } from '../../protocol/permission.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type NamedGrant, ownGrant } from './grant-reading.ts';
import { rolesFor } from './roles.ts';

/** What the tenant's rules make of somebody. */
export interface Standing {
  readonly roles: readonly AgentRole[];
  /** Roles that rules give, and that don't count: the tenant has a pilot group, and this person isn't in it. */
  readonly withheld: readonly AgentRole[];
}

interface Somebody {
  readonly crmUserId: string;
  readonly name: string;
  /** Not null: the CRM has switched the account off. */
  readonly inactiveAt: number | null;
}

/** The roles that only the pilot group has while there is one. */
const piloted: ReadonlySet<AgentRole> = new Set(['agent', 'supervisor']);

/** What somebody holds who was seen to hold these grants: them, and themselves. */
export const heldBy = <G extends NamedGrant>(
  { settings }: Pick<Tenant, 'settings'>,
  { crmUserId: id, name }: Somebody,
  grants: readonly G[],
): readonly (G | NamedGrant)[] => [...grants, ownGrant(settings.crm.kind, { id, name })];

/** Roles by the tenant's rules and its pilot group. Without a matching rule: none. */
export const standingOf = (
  tenant: Pick<Tenant, 'settings'>,
  somebody: Somebody,
  grants: readonly NamedGrant[],
): Standing => {
  if (somebody.inactiveAt !== null) return { roles: [], withheld: [] };
  const held = heldBy(tenant, somebody, grants);
  const { roleRules, pilot } = tenant.settings;
  const given = rolesFor(roleRules, held);
  const isIn = !pilot || held.some(({ source, id }) => source === pilot.source && id === pilot.id);
  if (isIn) return { roles: given, withheld: [] };
  return {
    roles: given.filter((role) => !piloted.has(role)),
    withheld: given.filter((role) => piloted.has(role)),
  };
};
