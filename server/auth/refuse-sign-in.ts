import { record } from '../audit/audit-log.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { Problem } from '../http/problem.ts';
import type { SignInTransaction } from './transaction.ts';
import { changeTransaction, tellWithinMs } from './transaction-store.ts';

interface RefuseSignInNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** Ends a transaction with the reason, which popup and panel show. */
export const createRefuseSignIn =
  ({ inTransaction, now }: RefuseSignInNeeds) =>
  ({ id, tenantId }: SignInTransaction, problem: Problem): Promise<void> =>
    inTransaction(async (trx) => {
      await changeTransaction(trx, id, {
        status: 'failed',
        problem: JSON.stringify(problem.toBody()),
        expires_at: now() + tellWithinMs,
      });
      await record(trx, {
        tenantId,
        actor: 'server',
        action: 'sign_in.refused',
        subject: id,
        detail: { code: problem.code },
      });
    });
