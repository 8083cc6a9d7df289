import * as v from 'valibot';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import { Tenant } from './tenant.ts';

export interface TenantStore {
  find(q: Queryable, id: string): Promise<Tenant | null>;
  /** Adds this tenant or puts it in the place of what was there. Tells which, or that nothing had to change. */
  upsert(q: Queryable, tenant: Tenant): Promise<'added' | 'changed' | 'same'>;
}

interface TenantStoreNeeds {
  readonly keyRing: KeyRing;
  readonly now: () => number;
}

/** Tenants in the database. Their settings hold an OAuth client's secret, so they are sealed as a whole. */
export const createTenantStore = ({ keyRing, now }: TenantStoreNeeds): TenantStore => {
  const find: TenantStore['find'] = async (q, id) => {
    const row = await q.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    const settings: unknown = JSON.parse(
      Buffer.from(keyRing.open(row.settings, contextOf(id))).toString('utf8'),
    );
    return v.parse(Tenant, { id, name: row.name, settings });
  };

  return {
    find,
    upsert: async (q, tenant) => {
      const before = await find(q, tenant.id);
      if (before && JSON.stringify(before) === JSON.stringify(v.parse(Tenant, tenant))) return 'same';
      const settings = keyRing.seal(
        Buffer.from(JSON.stringify(tenant.settings), 'utf8'),
        contextOf(tenant.id),
      );
      const values = { name: tenant.name, settings, updated_at: now() };
      await q
        .insertInto('tenants')
        .values({ id: tenant.id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
      return before ? 'changed' : 'added';
    },
  };
};

const contextOf = (tenantId: string): string => `tenant-settings:${tenantId}`;
