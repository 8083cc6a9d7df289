import type { Request } from 'express';
import { sha256Text } from '../crypto/digest.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { verifierContext } from './go-to-crm.ts';
import { hasPopupCookie } from './popup-cookie.ts';
import type { SignInTransaction } from './transaction.ts';
import { changeTransaction, findTransactionByState } from './transaction-store.ts';

interface ClaimCallbackNeeds {
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'open'>;
}

export interface ClaimedCallback {
  readonly transaction: SignInTransaction;
  readonly codeVerifier: string;
}

/**
 * Takes the one callback that a state is good for, from the browser that was sent with it. Whoever else comes with the state changes
 * nothing. @throws Problem `sign_in_expired`, `sign_in_unproven`, `sign_in_used`.
 */
export const createClaimCallback =
  ({ inTransaction, keyRing }: ClaimCallbackNeeds) =>
  (req: Request, state: string): Promise<ClaimedCallback> =>
    inTransaction(async (trx) => {
      const transaction = await findTransactionByState(trx, sha256Text(state));
      if (!transaction)
        throw new Problem('sign_in_expired', 'This sign-in is over. Start again in the panel.');
      if (!hasPopupCookie(req, transaction)) {
        throw new Problem('sign_in_unproven', 'This sign-in was begun in another browser.');
      }
      const { id, status, codeVerifier } = transaction;
      if (status !== 'authorizing' || codeVerifier === null) {
        throw new Problem('sign_in_used', 'This sign-in was used already. Start again in the panel.');
      }
      await changeTransaction(trx, id, { code_verifier: null });
      const opened = keyRing.open(codeVerifier, verifierContext(id));
      return { transaction, codeVerifier: Buffer.from(opened).toString('utf8') };
    });
