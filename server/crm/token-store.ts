import * as v from 'valibot';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import { TokenSet } from './tokens.ts';

/** Whose tokens. */
export interface TokenOwner {
  readonly tenantId: string;
  readonly agentId: string;
}

export interface StoredTokens {
  readonly tokens: TokenSet;
  /** Counts up on each change: whoever writes names the one that was read. */
  readonly version: number;
  readonly refreshingUntil: number | null;
}

/** When a grant ended, and whether the CRM or Handrail ended it. */
interface GrantEnding {
  readonly at: number;
  readonly by: 'crm' | 'us';
}

/** CRM tokens in the database, sealed. */
export interface TokenStore {
  /** Null when this agent has none, or none any more. */
  find(q: Queryable, owner: TokenOwner): Promise<StoredTokens | null>;
  /** Puts these in the place of whatever was there. */
  put(q: Queryable, owner: TokenOwner, tokens: TokenSet): Promise<void>;
  /** Takes the sole right to use the refresh token, until then. False when somebody was quicker. */
  claim(q: Queryable, owner: TokenOwner, version: number, until: number): Promise<boolean>;
  /** Ends a claim, with new tokens or none. False when the claim was lost meanwhile. */
  settle(q: Queryable, owner: TokenOwner, claimed: number, tokens: TokenSet | null): Promise<boolean>;
  /** Forgets the tokens of this version; the row remembers when, and who ended the grant. False when others have taken their place meanwhile. */
  revoke(q: Queryable, owner: TokenOwner, version: number, end: GrantEnding): Promise<boolean>;
}

export const createTokenStore = (keyRing: Pick<KeyRing, 'seal' | 'open'>): TokenStore => {
  const seal = (owner: TokenOwner, tokens: TokenSet): string =>
    keyRing.seal(Buffer.from(JSON.stringify(tokens), 'utf8'), tokenContext(owner));
  const open = (owner: TokenOwner, sealed: string): TokenSet =>
    v.parse(TokenSet, JSON.parse(Buffer.from(keyRing.open(sealed, tokenContext(owner))).toString('utf8')));

  const change = (q: Queryable, { tenantId, agentId }: TokenOwner) =>
    q.updateTable('crm_tokens').where('tenant_id', '=', tenantId).where('agent_id', '=', agentId);

  return {
    find: async (q, owner) => {
      const row = await q
        .selectFrom('crm_tokens')
        .selectAll()
        .where('tenant_id', '=', owner.tenantId)
        .where('agent_id', '=', owner.agentId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (!row) return null;
      const { version, refreshing_until: refreshingUntil } = row;
      return { tokens: open(owner, row.sealed), version, refreshingUntil };
    },
    put: async (q, owner, tokens) => {
      const values = {
        sealed: seal(owner, tokens),
        expires_at: tokens.expiresAt,
        refreshing_until: null,
        revoked_at: null,
        ended_by: null,
      };
      await q
        .insertInto('crm_tokens')
        .values({ tenant_id: owner.tenantId, agent_id: owner.agentId, version: 1, ...values })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'agent_id'])
            .doUpdateSet(({ ref, eb }) => ({ ...values, version: eb(ref('crm_tokens.version'), '+', 1) })),
        )
        .execute();
    },
    claim: async (q, owner, version, until) => {
      const { numUpdatedRows } = await change(q, owner)
        .set({ refreshing_until: until, version: version + 1 })
        .where('version', '=', version)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    settle: async (q, owner, claimed, tokens) => {
      const fresh = tokens ? { sealed: seal(owner, tokens), expires_at: tokens.expiresAt } : {};
      const { numUpdatedRows } = await change(q, owner)
        .set({ refreshing_until: null, version: claimed + 1, ...fresh })
        .where('version', '=', claimed)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    revoke: async (q, owner, version, { at, by }) => {
      const { numUpdatedRows } = await change(q, owner)
        .set({ sealed: '', revoked_at: at, ended_by: by, refreshing_until: null, version: version + 1 })
        .where('version', '=', version)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
};

/** What the key ring seals an agent's tokens with. */
export const tokenContext = ({ tenantId, agentId }: TokenOwner): string => `crm-token:${tenantId}:${agentId}`;
