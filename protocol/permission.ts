import * as v from 'valibot';

/** What a person can be allowed to do. Roles are sets of these. */
const permissions = [
  'visitors.view',
  'visitors.delete',
  'sessions.start',
  'sessions.join',
  'sessions.control',
  'sessions.console',
  'sessions.record',
  'sessions.files',
  'sessions.device',
  'recordings.view',
  'settings.manage',
  'team.manage',
  'logs.view',
  'reports.view',
  'usage.view',
] as const;

export type Permission = (typeof permissions)[number];
export const Permission = v.picklist(permissions);

/** The built-in roles. Nobody has one by default: only a rule of the tenant gives it. */
export const agentRoles = ['agent', 'supervisor', 'admin', 'auditor'] as const;
export type AgentRole = (typeof agentRoles)[number];
export const AgentRole = v.picklist(agentRoles);
