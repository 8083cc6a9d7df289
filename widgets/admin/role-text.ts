import { msg } from '@lit/localize';
import type { AgentRole } from '../../protocol/permission.ts';

/** What people call a built-in role. */
export const roleText = (role: AgentRole): string => {
  switch (role) {
    case 'agent':
      return msg('agent');
    case 'supervisor':
      return msg('supervisor');
    case 'admin':
      return msg('admin');
    case 'auditor':
      return msg('auditor');
  }
};

/** Several, as a sentence has them; without one: “no role”. */
export const rolesText = (roles: readonly AgentRole[]): string =>
  roles.length === 0
    ? msg('no role')
    : new Intl.ListFormat(document.documentElement.lang).format(roles.map(roleText));
