import type { SessionList } from '../../protocol/http/sessions.ts';
import { agentNames } from '../agents/agent-names.ts';
import type { Queryable } from '../database/transaction.ts';
import type { SessionCaller } from './own-session.ts';
import { listSessions, type OnCase } from './session-store.ts';
import { type PresenceOf, sessionView } from './session-view.ts';
import { viewWriteBacks } from './view-write-backs.ts';

export interface ListFilter {
  readonly onCase: OnCase;
  /** The CRM's id of the person who is helped. Null: whoever it is. */
  readonly requesterId: string | null;
  /** Only those that have not ended. */
  readonly live: boolean;
}

interface ListSessionsNeeds {
  readonly db: Queryable;
  readonly presenceOf: PresenceOf;
}

/** The caller's sessions, or the whole team's for who may join them; newest first. */
export const createListSessions =
  ({ db, presenceOf }: ListSessionsNeeds) =>
  async (caller: SessionCaller, filter: ListFilter): Promise<SessionList> => {
    const { tenantId } = caller;
    // What is on no case is nobody's but the agent's: a colleague's panel could not go on with it.
    const isTeams = caller.permissions.has('sessions.join') && filter.onCase !== 'none';
    const agentId = isTeams ? null : caller.agentId;
    const sessions = await listSessions(db, { tenantId, agentId, ...filter });
    const names = await agentNames(
      db,
      tenantId,
      sessions.map((session) => session.agentId),
    );
    const writeBacks = await viewWriteBacks(
      db,
      tenantId,
      sessions.map(({ id }) => id),
    );
    return {
      sessions: sessions.map((session) => ({
        ...sessionView(session, presenceOf, writeBacks.get(session.id) ?? null),
        agent: { id: session.agentId, name: names.get(session.agentId) ?? '' },
        requester: session.requester && { id: session.requester.id, name: session.requester.name },
      })),
    };
  };
