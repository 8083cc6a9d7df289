import type { Agent } from '../agents/agent.ts';
import { saveAgent } from '../agents/agent-store.ts';
import { rolesFor } from '../agents/roles.ts';
import { record } from '../audit/audit-log.ts';
import type { Crms } from '../crm/create-crm.ts';
import type { CrmUser } from '../crm/crm.ts';
import type { TokenSet } from '../crm/tokens.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import type { ClaimedCallback } from './claim-callback.ts';
import type { Exchange } from './go-to-crm.ts';
import { denied, redeemCode } from './redeem-code.ts';
import type { SignInTransaction } from './transaction.ts';
import { changeTransaction } from './transaction-store.ts';

interface FinishSignInNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly crms: Crms;
  readonly callbackUrl: string;
  readonly now: () => number;
}

export interface CallbackAnswer {
  readonly error?: string | undefined;
}

/** The panel has this long to ask, however late the popup came back. */
const tellWithinMs = 2 * 60_000;

/** Ends a claimed callback: signed in, or refused with a reason that popup and panel show. */
export const createFinishSignIn = ({
  db,
  inTransaction,
  tenants,
  crms,
  callbackUrl,
  now,
}: FinishSignInNeeds) => {
  const signIn = async (
    claimed: ClaimedCallback,
    answer: CallbackAnswer,
    exchange: Exchange,
  ): Promise<void> => {
    const { transaction, codeVerifier } = claimed;
    if (answer.error !== undefined) throw refusalFor(answer.error);
    if (transaction.expiresAt <= now()) {
      throw new Problem('sign_in_expired', 'This sign-in took too long. Start again in the panel.');
    }
    const tenant = await tenants.find(db, transaction.tenantId);
    if (!tenant) throw new Problem('not_found', 'There is no such organization.');
    const provider = crms.providerFor(tenant);
    const tokens = await redeemCode({ ...exchange, tenant, provider, callbackUrl, codeVerifier });
    try {
      const user = await crms.crmWith(tenant, tokens).currentUser();
      const replaced = await save(tenant, transaction, user, tokens);
      if (replaced) await provider.revoke(replaced).catch(ignoreProblems);
    } catch (error) {
      await provider.revoke(tokens).catch(ignoreProblems);
      throw error;
    }
  };

  /** The tokens that these took the place of, if any. */
  const save = (tenant: Tenant, transaction: SignInTransaction, user: CrmUser, tokens: TokenSet) =>
    inTransaction(async (trx): Promise<TokenSet | null> => {
      const { id: crmUserId, name, email, grants } = user;
      const roles = rolesFor(tenant.settings.roleRules, grants);
      const agent = await saveAgent(trx, { tenantId: tenant.id, crmUserId, name, email, roles, at: now() });
      await checkExpected(transaction, agent);
      const owner = { tenantId: tenant.id, agentId: agent.id };
      const replaced = await crms.vault.swap(trx, owner, tokens);
      await changeTransaction(trx, transaction.id, {
        status: 'signed_in',
        agent_id: agent.id,
        expires_at: now() + tellWithinMs,
      });
      await record(trx, {
        tenantId: tenant.id,
        actor: `agent:${agent.id}`,
        action: 'agent.signed_in',
        subject: agent.id,
        detail: { crmUserId, roles },
      });
      return replaced;
    });

  const refuse = ({ id, tenantId }: SignInTransaction, problem: Problem): Promise<void> =>
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

  return async (claimed: ClaimedCallback, answer: CallbackAnswer, exchange: Exchange): Promise<void> => {
    try {
      await signIn(claimed, answer, exchange);
    } catch (error) {
      if (error instanceof Problem) return refuse(claimed.transaction, error);
      await refuse(claimed.transaction, new Problem('internal', 'Something went wrong on our side.'));
      throw error;
    }
  };
};

const checkExpected = ({ expectedAgentId }: SignInTransaction, agent: Agent): void => {
  if (expectedAgentId === null || expectedAgentId === agent.id) return;
  throw new Problem(
    'wrong_account',
    `You are signed in to the CRM as ${agent.name}: not as who was here before.`,
  );
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
