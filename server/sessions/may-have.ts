import type { Agent } from '../agents/agent.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { Session } from './session.ts';

/** Whether this agent may have this session. One that they try out with themselves is for whoever sets Handrail up, too. */
export const mayHave = ({ isTest }: Pick<Session, 'isTest'>, { roles }: Pick<Agent, 'roles'>): boolean => {
  const permissions = permissionsOf(roles);
  return permissions.has('sessions.start') || (isTest && permissions.has('settings.manage'));
};
