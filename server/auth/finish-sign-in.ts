import type { AgentRef } from '../agents/agent.ts';
import type { Crms } from '../crm/create-crm.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { ClaimedCallback } from './claim-callback.ts';
import { createCompleteSignIn } from './complete-sign-in.ts';
import type { Exchange } from './go-to-crm.ts';
import { denied, redeemCode } from './redeem-code.ts';
import { createRefuseSignIn } from './refuse-sign-in.ts';

interface FinishSignInNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly crms: Crms;
  readonly callbackUrl: string;
  /** In the transaction that writes down who has signed in. */
  readonly onSignedIn: (trx: Transaction, who: AgentRef) => Promise<void>;
  readonly now: () => number;
}

interface Callback {
  readonly claimed: ClaimedCallback;
  /** What the CRM says went wrong. */
  readonly error: string | undefined;
  readonly exchange: Exchange;
}

/** Ends a claimed callback: signed in, or refused with a reason that popup and panel show. */
export const createFinishSignIn = (needs: FinishSignInNeeds) => {
  const { inTransaction, crms, onSignedIn, now } = needs;
  const complete = createCompleteSignIn({ inTransaction, vault: crms.vault, onSignedIn, now });
  const refuse = createRefuseSignIn({ inTransaction, now });

  return async (callback: Callback): Promise<void> => {
    const { transaction } = callback.claimed;
    try {
      await signIn(needs, complete, callback);
    } catch (error) {
      if (error instanceof Problem) return refuse(transaction, error);
      await refuse(transaction, new Problem('internal', 'Something went wrong on our side.'));
      throw error;
    }
  };
};

const signIn = async (
  { db, tenants, crms, callbackUrl, now }: FinishSignInNeeds,
  complete: ReturnType<typeof createCompleteSignIn>,
  { claimed: { transaction, codeVerifier }, error, exchange }: Callback,
): Promise<void> => {
  if (error !== undefined) throw refusalFor(error);
  if (transaction.expiresAt <= now()) {
    throw new Problem('sign_in_expired', 'This sign-in took too long. Start again in the panel.');
  }
  const tenant = await tenants.find(db, transaction.tenantId);
  if (!tenant) throw new Problem('not_found', 'There is no such organization.');
  const provider = crms.providerFor(tenant);
  const tokens = await redeemCode({ ...exchange, tenant, provider, callbackUrl, codeVerifier });
  try {
    const user = await crms.crmWith(tenant, tokens).currentUser();
    const replaced = await complete({ tenant, transaction, user, tokens });
    if (replaced) await provider.revoke(replaced).catch(ignoreProblems);
  } catch (failure) {
    await provider.revoke(tokens).catch(ignoreProblems);
    throw failure;
  }
};

// RFC 6749 §4.1.2.1.
const refusalFor = (error: string): Problem => {
  if (error === 'server_error' || error === 'temporarily_unavailable') {
    return new Problem('crm_unavailable', 'The CRM cannot sign you in for now. Try again in a moment.');
  }
  return denied(new Error(error.slice(0, 100)));
};

// A CRM that can't be told ends a grant that nobody uses by itself.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};
