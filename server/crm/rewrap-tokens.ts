import type { KeyRing } from '../crypto/key-ring.ts';
import { wrapAnew } from '../crypto/wrap-anew.ts';
import type { Queryable } from '../database/transaction.ts';
import { tokenContext } from './token-store.ts';

interface RewrapNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>;
}

/** Seals CRM tokens with the newest key of the ring. Tells how many there were under an older one. */
export const rewrapTokens = async ({ db, keyRing }: RewrapNeeds): Promise<number> => {
  const rows = await db
    .selectFrom('crm_tokens')
    .select(['tenant_id', 'agent_id', 'sealed'])
    .where('revoked_at', 'is', null)
    .where('sealed', 'not like', `${keyRing.newest}%`)
    .execute();
  for (const { tenant_id: tenantId, agent_id: agentId, sealed } of rows) {
    await db
      .updateTable('crm_tokens')
      .set({ sealed: wrapAnew(keyRing, sealed, tokenContext({ tenantId, agentId })) })
      .where('tenant_id', '=', tenantId)
      .where('agent_id', '=', agentId)
      // Whoever renewed them meanwhile has sealed them with the newest.
      .where('sealed', '=', sealed)
      .execute();
  }
  return rows.length;
};
