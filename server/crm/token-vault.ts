import { setTimeout as after } from 'node:timers/promises';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { CrmProvider } from './provider.ts';
import { revoked } from './refusals.ts';
import type { StoredTokens, TokenOwner, TokenStore } from './token-store.ts';
import type { TokenHolder, TokenSet } from './tokens.ts';

interface VaultNeeds {
  readonly db: Queryable;
  readonly store: TokenStore;
  readonly providerFor: (tenantId: string) => Promise<CrmProvider>;
  readonly now: () => number;
}

/**
 * Keeps agents' CRM tokens. A refresh token is used by one process at a time: CRMs take a second use for theft and end the grant.
 */
export interface TokenVault {
  /** Keeps these. Hands over what they replaced, so that the old grant can be ended. */
  swap(trx: Transaction, owner: TokenOwner, tokens: TokenSet): Promise<TokenSet | null>;
  /** @throws Problem `auth_revoked` when there are none. */
  read(owner: TokenOwner): Promise<TokenSet>;
  holderFor(owner: TokenOwner): TokenHolder;
  /** Ends the grant at the CRM; the tokens are still to be forgotten. @throws Problem `crm_*` when the CRM has to be told later. */
  endGrant(owner: TokenOwner): Promise<void>;
  forget(trx: Transaction, owner: TokenOwner): Promise<void>;
}

/** Longer than a refresh can take: the claim of a process that died runs out. */
const claimMs = 20_000;
const waitForOthersMs = 100;
/** Refresh when this much of a token's life is over, so that no call has to fail first. */
const refreshAfter = 0.8;

export const createTokenVault = ({ db, store, providerFor, now }: VaultNeeds): TokenVault => {
  const refreshing = new Map<string, Promise<TokenSet>>();

  const stored = async (owner: TokenOwner): Promise<StoredTokens> => {
    const found = await store.find(db, owner);
    if (!found) throw revoked(new Error('No tokens are kept for this agent.'));
    return found;
  };

  /** The tokens after a refresh by whichever process was first. */
  const refresh = async (owner: TokenOwner, isStale: (tokens: TokenSet) => boolean): Promise<TokenSet> => {
    const giveUpAt = now() + 2 * claimMs;
    while (now() < giveUpAt) {
      const { tokens, version, refreshingUntil } = await stored(owner);
      if (!isStale(tokens)) return tokens;
      if (refreshingUntil !== null && refreshingUntil > now()) {
        await after(waitForOthersMs);
        continue;
      }
      if (!(await store.claim(db, owner, version, now() + claimMs))) continue;
      const fresh = await refreshClaimed(owner, tokens, version + 1);
      if (fresh) return fresh;
    }
    throw new Problem('crm_unavailable', 'The CRM does not answer. Try again in a moment.');
  };

  const refreshClaimed = async (
    owner: TokenOwner,
    tokens: TokenSet,
    claimed: number,
  ): Promise<TokenSet | null> => {
    const provider = await providerFor(owner.tenantId);
    const answer = await provider.refresh(tokens).catch((error: unknown) => release(owner, claimed, error));
    const fresh = { ...answer, grantedAt: tokens.grantedAt };
    // Committed before use: were it lost now, the old one would be good for nothing.
    if (await store.settle(db, owner, claimed, fresh)) return fresh;
    // Signed out, or signed in anew, while we asked: what we got belongs to nobody.
    await provider.revoke(fresh).catch(ignoreProblems);
    return null;
  };

  const release = async (owner: TokenOwner, claimed: number, error: unknown): Promise<never> => {
    if (error instanceof Problem && error.code === 'auth_revoked') await store.revoke(db, owner, now());
    else await store.settle(db, owner, claimed, null);
    throw error;
  };

  const refreshOnce = (owner: TokenOwner, isStale: (tokens: TokenSet) => boolean): Promise<TokenSet> => {
    const key = JSON.stringify([owner.tenantId, owner.agentId]);
    const running = refreshing.get(key);
    if (running) return running;
    const started = refresh(owner, isStale).finally(() => refreshing.delete(key));
    refreshing.set(key, started);
    return started;
  };

  const isDue = ({ issuedAt, expiresAt, refreshToken }: TokenSet): boolean =>
    expiresAt !== null && refreshToken !== null && now() >= issuedAt + refreshAfter * (expiresAt - issuedAt);

  const current = async (owner: TokenOwner): Promise<TokenSet> => {
    const { tokens } = await stored(owner);
    if (!isDue(tokens)) return tokens;
    try {
      return await refreshOnce(owner, isDue);
    } catch (error) {
      const stillGood = tokens.expiresAt !== null && now() < tokens.expiresAt;
      if (stillGood && error instanceof Problem && error.code !== 'auth_revoked') return tokens;
      throw error;
    }
  };

  return {
    swap: async (trx, owner, tokens) => {
      const replaced = await store.find(trx, owner);
      await store.put(trx, owner, tokens);
      return replaced?.tokens ?? null;
    },
    read: async (owner) => (await stored(owner)).tokens,
    holderFor: (owner) => ({
      current: async () => (await current(owner)).accessToken,
      renewed: async (refused) =>
        (await refreshOnce(owner, ({ accessToken }) => accessToken === refused)).accessToken,
    }),
    endGrant: async (owner) => {
      const provider = await providerFor(owner.tenantId);
      await current(owner).then(provider.revoke).catch(ignoreRevoked);
    },
    forget: (trx, owner) => store.revoke(trx, owner, now()),
  };
};

// Whoever ended it: it has ended.
const ignoreRevoked = (error: unknown): void => {
  if (!(error instanceof Problem && error.code === 'auth_revoked')) throw error;
};

// The grant is given up either way; a CRM that can't be told ends it by itself when it has idled.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};
