import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import { type KeyOwner, keyContext } from './data-key.ts';
import { placeContext } from './place.ts';

interface RewrapNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>;
}

/** So many a round. */
const atOnce = 200;

/**
 * Wraps keys and settings that an older key of the ring has sealed with the newest one; objects stay as they are. Once it finds none, the older key's file is not
 * needed for artifacts any more. Tells how many it wrapped.
 */
export const createRewrap =
  ({ db, keyRing }: RewrapNeeds) =>
  async (): Promise<number> => {
    const wrapAnew = (sealed: string | null, context: string): string | null =>
      sealed === null || sealed.startsWith(keyRing.newest)
        ? sealed
        : keyRing.seal(keyRing.open(sealed, context), context);
    const rows = await rowsOfOlderKeys(db, `${keyRing.newest}%`);
    for (const { id, tenant_id: tenantId, sealing, wrapped_key, settings } of rows) {
      const of: KeyOwner = { id, tenantId };
      const key = sealing === 'tenant' ? wrapped_key : wrapAnew(wrapped_key, keyContext(of));
      await db
        .updateTable('artifacts')
        .set({ wrapped_key: key, settings: wrapAnew(settings, placeContext(of)) })
        .where('id', '=', id)
        .where('tenant_id', '=', tenantId)
        // Whoever destroyed a key meanwhile has done so for good.
        .where('wrapped_key', wrapped_key === null ? 'is' : '=', wrapped_key)
        .where('settings', settings === null ? 'is' : '=', settings)
        .execute();
    }
    return rows.length;
  };

const rowsOfOlderKeys = (db: Queryable, newest: string) =>
  db
    .selectFrom('artifacts')
    .select(['id', 'tenant_id', 'sealing', 'wrapped_key', 'settings'])
    .where((either) =>
      either.or([
        either('settings', 'not like', newest),
        either.and([either('sealing', '!=', 'tenant'), either('wrapped_key', 'not like', newest)]),
      ]),
    )
    .limit(atOnce)
    .execute();
