import type { AgentRef } from '../agents/agent.ts';
import type { Queryable } from '../database/transaction.ts';
import type { ChangeSession } from './change-session.ts';
import { endWithin } from './end-session.ts';
import { closedForGood } from './reopening.ts';
import { joinedStateOf } from './session.ts';
import { listOpenSessions, listReopenable } from './session-store.ts';

interface EndAllOfNeeds {
  readonly db: Queryable;
  readonly change: ChangeSession;
  readonly now: () => number;
}

/** An agent has signed out, or has no role any more: what they have going on ends, their invitations are taken back, and what has ended stays so. */
export const endAllOf =
  ({ db, change, now }: EndAllOfNeeds) =>
  async (
    { tenantId, agentId }: AgentRef,
    because: 'signed_out' | 'role_lost' = 'signed_out',
  ): Promise<void> => {
    for (const session of await listOpenSessions(db)) {
      if (session.tenantId !== tenantId || session.agentId !== agentId) continue;
      await change(session.id, (before, trx) => {
        if (before.state.name === 'ended') return before;
        if (because === 'role_lost') {
          return endWithin(trx, before, { by: 'server', reason: because, actor: 'server' }, now());
        }
        const reason = joinedStateOf(before) ? because : 'cancelled';
        return endWithin(trx, before, { by: 'agent', reason, actor: `agent:${agentId}` }, now());
      });
    }
    for (const { id } of await listReopenable(db, { tenantId, agentId }, now())) {
      await change(id, closedForGood);
    }
  };
