import type { SignInNext } from '../../protocol/http/authentication.ts';
import { sameSecret, sha256Text } from '../crypto/digest.ts';
import { randomSecret } from '../crypto/random.ts';
import type { InTransaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { isOpen, type SignInTransaction } from './transaction.ts';
import { changeTransaction, findTransaction } from './transaction-store.ts';

interface BindPopupNeeds {
  readonly inTransaction: InTransaction;
  readonly now: () => number;
}

/** What a popup shows for being the panel's own: the proof that a frame of ours in its opener told it, or a person's word. */
export type PopupEvidence =
  | { readonly type: 'proof'; readonly proof: string }
  | {
      readonly type: 'codes-match';
      /** Whether this browser is bound already: then pressing again is no second person. */
      readonly isBound: (transaction: SignInTransaction) => boolean;
    };

export interface BoundPopup extends SignInNext {
  /** For the popup's cookie. */
  readonly secret: string;
  readonly maxAgeMs: number;
}

/** Longer than the transaction: the popup's last page asks how it went. */
const outcomeMs = 5 * 60_000;

/** Binds the transaction to the browser that asks, which may then go to the CRM. */
export const createBindPopup =
  ({ inTransaction, now }: BindPopupNeeds) =>
  (id: string, evidence: PopupEvidence): Promise<BoundPopup> =>
    inTransaction(async (trx) => {
      const transaction = openTransaction(await findTransaction(trx, id), now());
      if (evidence.type === 'proof' && !sameSecret(sha256Text(evidence.proof), transaction.proofHash)) {
        throw new Problem('sign_in_unproven', 'This window was not opened by the panel.');
      }
      // The codes are compared once: a second browser in which they “match” is one too many.
      if (
        evidence.type === 'codes-match' &&
        transaction.popupHash !== null &&
        !evidence.isBound(transaction)
      ) {
        throw new Problem('sign_in_used', 'This sign-in goes on in another window.');
      }
      const secret = randomSecret();
      await changeTransaction(trx, id, {
        popup_hash: sha256Text(secret),
        status: 'proven',
        code_verifier: null,
        state_hash: sha256Text(randomSecret()),
      });
      return { secret, next: `/auth/authorize/${id}`, maxAgeMs: transaction.expiresAt - now() + outcomeMs };
    });

/** The transaction, if its popup may still come and go. @throws Problem `not_found`, `sign_in_used`, `sign_in_expired`. */
export const openTransaction = (transaction: SignInTransaction | null, now: number): SignInTransaction => {
  if (!transaction) throw new Problem('not_found', 'There is no such sign-in.');
  if (!isOpen(transaction))
    throw new Problem('sign_in_used', 'This sign-in is over. Start again in the panel.');
  if (transaction.expiresAt <= now) {
    throw new Problem('sign_in_expired', 'This sign-in took too long. Start again in the panel.');
  }
  return transaction;
};
