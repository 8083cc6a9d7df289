import { setTimeout as after } from 'node:timers/promises';
import type { Logger } from 'pino';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { CrmProvider } from './provider.ts';
import { revoked } from './refusals.ts';
import type { StoredTokens, TokenOwner, TokenStore } from './token-store.ts';
import type { TokenSet } from './tokens.ts';

export interface TokenRefreshNeeds {
  readonly db: Queryable;
  readonly store: TokenStore;
  readonly providerFor: (tenantId: string) => Promise<CrmProvider>;
  readonly inTransaction: InTransaction;
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** The owner's tokens once they are no longer stale, by whichever process was first. @throws Problem `auth_revoked`, `crm_*`. */
export type TokenRefresh = (owner: TokenOwner, isStale: (tokens: TokenSet) => boolean) => Promise<TokenSet>;

/** Longer than a refresh can take: the claim of a process that died runs out. */
const claimMs = 20_000;
const waitForOthersMs = 100;

/**
 * Uses a refresh token in one place at a time: CRMs take a second use for theft, and end the grant. Within a process callers share one
 * promise; between processes the row's version says who was first.
 */
export const createTokenRefresh = (needs: TokenRefreshNeeds): TokenRefresh => {
  const running = new Map<string, Promise<TokenSet>>();
  return (owner, isStale) => {
    const key = JSON.stringify([owner.tenantId, owner.agentId]);
    const mine = running.get(key) ?? refreshInTurn(needs, owner, isStale).finally(() => running.delete(key));
    running.set(key, mine);
    return mine;
  };
};

/** @throws Problem `auth_revoked` when this agent has none. */
export const storedTokens = async (
  { db, store }: Pick<TokenRefreshNeeds, 'db' | 'store'>,
  owner: TokenOwner,
): Promise<StoredTokens> => {
  const found = await store.find(db, owner);
  if (!found) throw revoked(new Error('No tokens are kept for this agent.'));
  return found;
};

const refreshInTurn = async (
  needs: TokenRefreshNeeds,
  owner: TokenOwner,
  isStale: (tokens: TokenSet) => boolean,
): Promise<TokenSet> => {
  const { db, store, now } = needs;
  const giveUpAt = now() + 2 * claimMs;
  while (now() < giveUpAt) {
    const { tokens, version, refreshingUntil } = await storedTokens(needs, owner);
    if (!isStale(tokens)) return tokens;
    if (refreshingUntil !== null && refreshingUntil > now()) {
      await after(waitForOthersMs);
      continue;
    }
    if (!(await store.claim(db, owner, version, now() + claimMs))) continue;
    const fresh = await refreshClaimed(needs, { owner, tokens, claimed: version + 1 });
    if (fresh) return fresh;
  }
  throw new Problem('crm_unavailable', 'The CRM does not answer. Try again in a moment.');
};

interface Claim {
  readonly owner: TokenOwner;
  readonly tokens: TokenSet;
  readonly claimed: number;
}

/** Null when the claim was lost: signed out, or signed in anew, while we asked. */
const refreshClaimed = async (needs: TokenRefreshNeeds, claim: Claim): Promise<TokenSet | null> => {
  const { owner, tokens, claimed } = claim;
  const provider = await needs.providerFor(owner.tenantId);
  const answer = await provider.refresh(tokens).catch((error: unknown) => release(needs, claim, error));
  if (!answer) return null;
  const fresh = { ...answer, grantedAt: tokens.grantedAt };
  // Committed before use: were it lost now, the old one would be good for nothing.
  if (await needs.store.settle(needs.db, owner, claimed, fresh)) return fresh;
  await provider.revoke(fresh).catch(ignoreProblems);
  return null;
};

/** Ends the claim. Null when it was lost, and what the CRM refused is nobody's any more. @throws the error, in all other cases. */
const release = async (
  needs: TokenRefreshNeeds,
  { owner, claimed }: Claim,
  error: unknown,
): Promise<null> => {
  if (!(error instanceof Problem) || error.code !== 'auth_revoked') {
    await needs.store.settle(needs.db, owner, claimed, null);
    throw error;
  }
  // Only what was refused is forgotten: whoever signed in anew meanwhile has tokens that nobody refused.
  if (await giveUp(needs, owner, claimed)) throw error;
  return null;
};

/**
 * Forgets a grant that the CRM has ended, and says so. We have not used this refresh token before, as far as we know: the agent or an
 * admin has ended the grant, an answer was lost on its way, or somebody else has used a copy, which CRMs answer by ending all of it.
 */
const giveUp = async (
  { inTransaction, store, now, log }: TokenRefreshNeeds,
  owner: TokenOwner,
  claimed: number,
): Promise<boolean> => {
  const isOurs = await inTransaction(async (trx) => {
    if (!(await store.revoke(trx, owner, claimed, { at: now(), by: 'crm' }))) return false;
    await record(trx, {
      tenantId: owner.tenantId,
      actor: 'server',
      action: 'tokens.reuse_suspected',
      subject: owner.agentId,
      detail: { because: 'refresh_token_refused' },
    });
    return true;
  });
  if (isOurs)
    log.warn({ ...owner }, 'A CRM has refused a refresh token: ended there, or used by somebody else');
  return isOurs;
};

// The tokens are given up either way; a CRM that can't be told ends an idle grant by itself.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};
