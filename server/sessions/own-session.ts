import type { Permission } from '../../protocol/permission.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Session } from './session.ts';
import { findSession } from './session-store.ts';

/** Enough of a caller to tell whose sessions they may see. */
export interface SessionCaller {
  readonly tenantId: string;
  readonly agentId: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** A session that this caller may see: their own, or a colleague's with `sessions.join`. Never another tenant's. @throws Problem `not_found`. */
export const visibleSession = async (q: Queryable, caller: SessionCaller, id: string): Promise<Session> => {
  const session = await findSession(q, id);
  if (session?.tenantId !== caller.tenantId) throw noSession();
  if (session.agentId !== caller.agentId && !caller.permissions.has('sessions.join')) throw noSession();
  return session;
};

/** A session that this caller started. @throws Problem `not_found`. */
export const ownSession = async (q: Queryable, caller: SessionCaller, id: string): Promise<Session> => {
  const session = await findSession(q, id);
  if (session?.tenantId !== caller.tenantId || session.agentId !== caller.agentId) throw noSession();
  return session;
};

/** A session that this caller started, when it is over: all that is left to who may start none any more. @throws Problem `missing_role`. */
export const endedSession = async (q: Queryable, caller: SessionCaller, id: string): Promise<Session> => {
  const session = await findSession(q, id);
  const isOwn = session?.tenantId === caller.tenantId && session.agentId === caller.agentId;
  if (session && isOwn && session.state.name === 'ended') return session;
  throw new Problem('missing_role', 'This needs the Handrail role “agent”.', { role: 'agent' });
};

// The same answer whether it is another's or nobody's: an id tells nothing.
const noSession = () => new Problem('not_found', 'There is no such session.');
