import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Session } from './session.ts';
import { findSession, saveSession } from './session-store.ts';

/** What becomes of a session, and whatever else belongs into the same transaction. The same session: nothing to write. */
type Decide = (session: Session, trx: Transaction) => Session | Promise<Session>;

/** Every change of a session goes this way. @throws Problem `not_found`, and what `decide` throws: nothing has changed then. */
export type ChangeSession = (id: string, decide: Decide) => Promise<Session>;

interface ChangeSessionNeeds {
  readonly inTransaction: InTransaction;
  /** Told after the transaction, with the session as it is now. */
  readonly announce: (session: Session) => void;
}

export const createChangeSession =
  ({ inTransaction, announce }: ChangeSessionNeeds): ChangeSession =>
  async (id, decide) => {
    const { session, changed } = await inTransaction(async (trx) => {
      const before = await findSession(trx, id);
      if (!before) throw new Problem('not_found', 'There is no such session.');
      const after = await decide(before, trx);
      if (after === before) return { session: before, changed: false };
      return { session: await saveSession(trx, after), changed: true };
    });
    if (changed) announce(session);
    return session;
  };
