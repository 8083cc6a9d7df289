import type { Logger } from 'pino';
import type { KeyRing } from '../crypto/key-ring.ts';
import { wrapAnew } from '../crypto/wrap-anew.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Row } from './artifact-store.ts';
import { type KeyOwner, keyContext } from './data-key.ts';
import { placeContext } from './place.ts';

interface RewrapNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open' | 'newest'>;
  readonly log: Pick<Logger, 'error'>;
}

/** So many in memory. */
const atOnce = 200;

/**
 * Wraps keys and settings that an older key of the ring has sealed with the newest one; objects stay as they are. Once it finds none, the older key's file is not
 * needed for artifacts any more. Tells how many it wrapped.
 */
export const createRewrap = (needs: RewrapNeeds) => async (): Promise<number> => {
  let wrapped = 0;
  // All of them, past those that can't be: the older key's file may be gone in two days.
  for (let after = ''; ; ) {
    const rows = await rowsOfOlderKeys(needs.db, `${needs.keyRing.newest}%`, after);
    for (const row of rows) {
      const anew = wrappedAnew(needs, row);
      after = row.id;
      if (!anew) continue;
      await replace(needs.db, row, anew);
      wrapped += 1;
    }
    if (rows.length < atOnce) return wrapped;
  }
};

type Wrapped = Pick<Row, 'wrapped_key' | 'settings'>;
type OlderRow = Wrapped & Pick<Row, 'id' | 'tenant_id' | 'sealing'>;

/** Null when the key that sealed it was taken away too early: that is the operator's to mend. */
const wrappedAnew = ({ keyRing, log }: RewrapNeeds, row: OlderRow): Wrapped | null => {
  const of: KeyOwner = { id: row.id, tenantId: row.tenant_id };
  const anew = (sealed: string | null, context: string): string | null =>
    sealed === null ? null : wrapAnew(keyRing, sealed, context);
  try {
    return {
      wrapped_key: row.sealing === 'tenant' ? row.wrapped_key : anew(row.wrapped_key, keyContext(of)),
      settings: anew(row.settings, placeContext(of)),
    };
  } catch (error) {
    log.error({ err: error, artifact: row.id }, 'An artifact’s key could not be wrapped anew');
    return null;
  }
};

const replace = async (db: Queryable, { id, tenant_id, ...was }: OlderRow, anew: Wrapped): Promise<void> => {
  await db
    .updateTable('artifacts')
    .set(anew)
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    // Whoever destroyed a key meanwhile has done so for good.
    .where('wrapped_key', was.wrapped_key === null ? 'is' : '=', was.wrapped_key)
    .where('settings', was.settings === null ? 'is' : '=', was.settings)
    .execute();
};

const rowsOfOlderKeys = (db: Queryable, newest: string, after: string) =>
  db
    .selectFrom('artifacts')
    .select(['id', 'tenant_id', 'sealing', 'wrapped_key', 'settings'])
    .where((either) =>
      either.or([
        either('settings', 'not like', newest),
        either.and([either('sealing', '!=', 'tenant'), either('wrapped_key', 'not like', newest)]),
      ]),
    )
    .where('id', '>', after)
    .orderBy('id')
    .limit(atOnce)
    .execute();
