import type { AgentRef } from '../agents/agent.ts';
import type { Queryable } from '../database/transaction.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import { joinedStateOf } from './session.ts';
import { listOpenSessions } from './session-store.ts';

interface EndAllOfNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** An agent has signed out: what they have going on ends, and their invitations are taken back. */
export const endAllOf =
  ({ db, change, now }: EndAllOfNeeds) =>
  async ({ tenantId, agentId }: AgentRef): Promise<void> => {
    for (const session of await listOpenSessions(db)) {
      if (session.tenantId !== tenantId || session.agentId !== agentId) continue;
      await change(session.id, (before, trx) => {
        if (before.state.name === 'ended') return before;
        const reason = joinedStateOf(before) ? 'signed_out' : 'cancelled';
        return endWithin(trx, before, { by: 'agent', reason, actor: `agent:${agentId}` }, now());
      });
    }
  };
