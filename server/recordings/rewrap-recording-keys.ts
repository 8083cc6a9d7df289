import type { KeyRing } from '../crypto/key-ring.ts';
import { wrapAnew } from '../crypto/wrap-anew.ts';
import type { Queryable } from '../database/transaction.ts';
import { recordingKeyContext } from './recording-keys.ts';

interface RewrapNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>;
}

/** Seals the private halves of recording keys with the newest key of the ring. Tells how many there were under an older one. */
export const rewrapRecordingKeys = async ({ db, keyRing }: RewrapNeeds): Promise<number> => {
  const rows = await db
    .selectFrom('recording_keys')
    .select(['fingerprint', 'tenant_id', 'private_key'])
    .where('private_key', 'not like', `${keyRing.newest}%`)
    .execute();
  for (const { fingerprint, tenant_id: tenantId, private_key } of rows) {
    if (private_key === null) continue;
    await db
      .updateTable('recording_keys')
      .set({ private_key: wrapAnew(keyRing, private_key, recordingKeyContext(tenantId, fingerprint)) })
      .where('tenant_id', '=', tenantId)
      .where('fingerprint', '=', fingerprint)
      .where('private_key', '=', private_key)
      .execute();
  }
  return rows.length;
};
