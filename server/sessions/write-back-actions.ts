import type { StuckWriteBacks, TellOutcome, WriteBackView } from '../../protocol/http/write-back.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import type { Caller, CallerWith } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { Asker } from './asker.ts';
import { listStuckWriteBacks } from './list-stuck-write-backs.ts';
import { retryWithin } from './retry-write-back.ts';
import { findSession } from './session-store.ts';
import { createTellOutcome } from './tell-outcome.ts';
import { viewWriteBack } from './view-write-backs.ts';

interface WriteBackActionsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  /** Something in the outbox has become due. */
  readonly wake: () => void;
  readonly now: () => number;
}

/** What people do about the summaries of ended sessions. */
export interface WriteBackActions {
  /** @throws Problem `not_found` while the session goes on, and when nobody came. */
  show(asker: Asker): Promise<WriteBackView>;
  /** @throws Problem `not_found`, `session_not_over`, `session_not_joined`, `outcome_late`. */
  tellOutcome(asker: Asker, told: TellOutcome): Promise<WriteBackView>;
  /** Of one's own sessions, and of the whole tenant's with `settings.manage`. @throws Problem `not_found`. */
  retry(caller: Caller, sessionId: string): Promise<WriteBackView>;
  listStuck(caller: CallerWith<'settings.manage'>): Promise<StuckWriteBacks>;
}

export const createWriteBackActions = (needs: WriteBackActionsNeeds): WriteBackActions => {
  const { db, inTransaction, wake, now } = needs;
  const tellOutcome = createTellOutcome(needs);
  return {
    show: async ({ session }) => {
      const view = await viewWriteBack(db, session.tenantId, session.id);
      if (!view) throw new Problem('not_found', 'There is no summary of this session.');
      return view;
    },
    tellOutcome: async ({ session, agentId }, told) => {
      if (session.agentId !== agentId) throw noSession();
      return tellOutcome(session, told);
    },
    retry: async (caller, sessionId) => {
      const session = await findSession(db, sessionId);
      if (session?.tenantId !== caller.tenantId) throw noSession();
      const isOwn = session.agentId === caller.agentId;
      if (!isOwn && !caller.permissions.has('settings.manage')) throw noSession();
      const by = { actor: `agent:${caller.agentId}`, now: now() };
      await inTransaction((trx) => retryWithin(trx, session, by));
      wake();
      const view = await viewWriteBack(db, caller.tenantId, sessionId);
      if (!view) throw noSession();
      return view;
    },
    listStuck: ({ tenantId }) => listStuckWriteBacks(db, tenantId, now()),
  };
};

// The same answer whether it is another's or nobody's: an id tells nothing.
const noSession = () => new Problem('not_found', 'There is no such session.');
