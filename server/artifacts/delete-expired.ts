import type { InTransaction, Queryable } from '../database/transaction.ts';
import { deleteWithin } from './delete-artifact.ts';
import type { SettleNeeds } from './settle-move.ts';

interface ExpiredNeeds extends SettleNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly wake: () => void;
}

/** Of the whole installation. */
export type DeleteExpired = (before: number) => Promise<number>;

/** A transaction must be short. */
const atOnce = 50;

/** Deletes what has been kept for as long as its tenant's policy said when it was made. Tells how many. */
export const createDeleteExpired =
  (needs: ExpiredNeeds): DeleteExpired =>
  async (before) => {
    let deleted = 0;
    for (;;) {
      const some = await needs.inTransaction(async (trx) => {
        const rows = await trx
          .selectFrom('artifacts')
          .selectAll()
          .where('expires_at', '<=', before)
          .where('state', '!=', 'deleted')
          .limit(atOnce)
          .execute();
        for (const row of rows) await deleteWithin(needs, trx, { row, reason: 'retention', actor: 'server' });
        return rows.length;
      });
      deleted += some;
      if (some < atOnce) break;
    }
    if (deleted > 0) needs.wake();
    return deleted;
  };
