import { type AgentRole, agentRoles, type Permission } from '../../protocol/permission.ts';
import type { RoleRule } from '../tenants/tenant.ts';

/** A group, permission set or role that the CRM says a person has. */
export interface HeldGrant {
  readonly source: string;
  readonly id: string;
}

/** What somebody lacks who may not start sessions, and the CRM's groups that would give it. */
export interface MissingRole {
  readonly role: AgentRole;
  readonly givenBy: string[];
}

const agentMay = [
  'visitors.view',
  'sessions.start',
  'sessions.control',
  'sessions.console',
  'sessions.record',
  'sessions.files',
  'sessions.device',
] as const satisfies readonly Permission[];

const permissionsByRole: Readonly<Record<AgentRole, readonly Permission[]>> = {
  agent: agentMay,
  supervisor: [...agentMay, 'sessions.join', 'recordings.view', 'reports.view', 'usage.view'],
  admin: [
    'visitors.view',
    'visitors.delete',
    'settings.manage',
    'team.manage',
    'logs.view',
    'reports.view',
    'usage.view',
  ],
  auditor: ['logs.view', 'reports.view', 'usage.view'],
};

/** Everything that these roles together allow. No role allows nothing. */
export const permissionsOf = (roles: readonly AgentRole[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role) => permissionsByRole[role]));

/** The roles that the tenant's rules give to a person with these grants. Without a matching rule: none. */
export const rolesFor = (rules: readonly RoleRule[], grants: readonly HeldGrant[]): readonly AgentRole[] => {
  const given = new Set(rules.filter((rule) => grants.some((grant) => matches(rule, grant))).map(roleOf));
  return agentRoles.filter((role) => given.has(role));
};

/** What a person with these roles lacks for starting sessions. Null when they may. */
export const missingRoleOf = (
  rules: readonly RoleRule[],
  roles: readonly AgentRole[],
): MissingRole | null => {
  if (permissionsOf(roles).has('sessions.start')) return null;
  const starting = agentRoles.filter((role) => permissionsOf([role]).has('sessions.start'));
  const role = starting.find((candidate) => rules.some((rule) => rule.role === candidate)) ?? 'agent';
  const names = rules.filter((rule) => rule.role === role).map((rule) => rule.name);
  return { role, givenBy: [...new Set(names)] };
};

const roleOf = (rule: RoleRule): AgentRole => rule.role;

// Ids decide: names in a CRM can be changed, and two groups can have the same.
const matches = (rule: RoleRule, grant: HeldGrant): boolean =>
  rule.source === grant.source && rule.id === grant.id;
