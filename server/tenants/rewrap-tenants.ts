import type { KeyRing } from '../crypto/key-ring.ts';
import { wrapAnew } from '../crypto/wrap-anew.ts';
import type { Queryable } from '../database/transaction.ts';
import { settingsContext } from './tenant-store.ts';

interface RewrapNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>;
}

/** Seals tenants' settings with the newest key of the ring. Tells how many there were under an older one. */
export const rewrapTenants = async ({ db, keyRing }: RewrapNeeds): Promise<number> => {
  const rows = await db
    .selectFrom('tenants')
    .select(['id', 'settings'])
    .where('settings', 'not like', `${keyRing.newest}%`)
    .execute();
  for (const { id, settings } of rows) {
    await db
      .updateTable('tenants')
      .set({ settings: wrapAnew(keyRing, settings, settingsContext(id)) })
      .where('id', '=', id)
      // Whoever changed them meanwhile has sealed them with the newest.
      .where('settings', '=', settings)
      .execute();
  }
  return rows.length;
};
