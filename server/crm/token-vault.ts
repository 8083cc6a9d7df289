import type { Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { createTokenRefresh, storedTokens, type TokenRefreshNeeds } from './token-refresh.ts';
import type { TokenOwner } from './token-store.ts';
import type { TokenHolder, TokenSet } from './tokens.ts';

/** Keeps agents' CRM tokens, and keeps them fresh. */
export interface TokenVault {
  /** Keeps these. Hands over what they replaced, so that the old grant can be ended. */
  swap(trx: Transaction, owner: TokenOwner, tokens: TokenSet): Promise<TokenSet | null>;
  /** @throws Problem `auth_revoked` when there are none. */
  read(owner: TokenOwner): Promise<TokenSet>;
  holderFor(owner: TokenOwner): TokenHolder;
  /** Ends a grant that was given until then, at the CRM; its tokens are still to be forgotten. @throws Problem `crm_*` when the CRM has to be told later. */
  endGrant(owner: TokenOwner, givenUntil: number): Promise<void>;
  /** Forgets the tokens of a grant that was given until then: a newer sign-in keeps its own. */
  forget(trx: Transaction, owner: TokenOwner, givenUntil: number): Promise<void>;
}

/** Refresh when this much of a token's life is over, so that no call has to fail first. */
const refreshAfter = 0.8;

export const createTokenVault = (needs: TokenRefreshNeeds): TokenVault => {
  const { store, providerFor, now } = needs;
  const refresh = createTokenRefresh(needs);

  const isDue = ({ issuedAt, expiresAt, refreshToken }: TokenSet): boolean =>
    expiresAt !== null && refreshToken !== null && now() >= issuedAt + refreshAfter * (expiresAt - issuedAt);

  const current = async (owner: TokenOwner): Promise<TokenSet> => {
    const { tokens } = await storedTokens(needs, owner);
    if (!isDue(tokens)) return tokens;
    try {
      return await refresh(owner, isDue);
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
    read: async (owner) => (await storedTokens(needs, owner)).tokens,
    holderFor: (owner) => ({
      current: async () => (await current(owner)).accessToken,
      renewed: async (refused) =>
        (await refresh(owner, ({ accessToken }) => accessToken === refused)).accessToken,
    }),
    endGrant: async (owner, givenUntil) => {
      const provider = await providerFor(owner.tenantId);
      const end = async (tokens: TokenSet): Promise<void> => {
        if (tokens.grantedAt <= givenUntil) await provider.revoke(tokens);
      };
      await current(owner).then(end).catch(ignoreRevoked);
    },
    forget: async (trx, owner, givenUntil) => {
      const found = await store.find(trx, owner);
      if (found && found.tokens.grantedAt <= givenUntil) {
        await store.revoke(trx, owner, found.version, { at: now(), by: 'us' });
      }
    },
  };
};

// Whoever ended it: it has ended.
const ignoreRevoked = (error: unknown): void => {
  if (!(error instanceof Problem && error.code === 'auth_revoked')) throw error;
};
