import type { Capability } from '../../protocol/capability.ts';
import type { Permission } from '../../protocol/permission.ts';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Session } from './session.ts';

/** What an agent must be allowed for a capability to be of any use to them; viewing comes with the session. */
const needed: Readonly<Partial<Record<Capability, Permission>>> = {
  control: 'sessions.control',
  files: 'sessions.files',
};

/** Whether this session's agent may have this. Whoever tries Handrail out with themselves may have everything. */
export const agentMay = async (
  q: Queryable,
  { tenantId, agentId, isTest }: Pick<Session, 'tenantId' | 'agentId' | 'isTest'>,
  capability: Capability,
): Promise<boolean> => {
  const permission = needed[capability];
  if (permission === undefined || isTest) return true;
  const agent = await findAgent(q, { tenantId, agentId });
  return permissionsOf(agent?.roles ?? []).has(permission);
};
