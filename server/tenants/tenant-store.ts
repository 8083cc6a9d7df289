import type { Insertable, Selectable, Updateable } from 'kysely';
import * as v from 'valibot';
import { sha256Text } from '../crypto/digest.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { Tenant } from './tenant.ts';

/** A tenant as it stands, and the version that a change of it has to name. */
interface VersionedTenant {
  readonly tenant: Tenant;
  readonly version: number;
}

export interface TenantStore {
  /** Null when there is none, while its first admin has not signed in, and once it was removed. */
  find(q: Queryable, id: string): Promise<Tenant | null>;
  /** As `find`, with its version. */
  read(q: Queryable, id: string): Promise<VersionedTenant | null>;
  /** As `find`, and also a tenant that is only being set up: for its first admin's sign-in, and nothing else. */
  findSetUpOrNot(q: Queryable, id: string): Promise<Tenant | null>;
  /** Puts what `change` makes of the tenant in its place. @throws Problem `changed_meanwhile`, `not_found`. */
  update(trx: Transaction, at: TenantVersion, change: (tenant: Tenant) => Tenant): Promise<VersionedTenant>;
  /**
   * Brings in an entry of the operator's file, if it isn't the one that was brought in last: what an admin changed since then stays
   * until the operator changes the entry. One that was removed stays so, whatever its entry says.
   */
  applyEntry(q: Queryable, tenant: Tenant): Promise<'added' | 'changed' | 'same' | 'removed'>;
  /** Puts a tenant there that nobody can use yet, in place of an earlier one in which nobody has ever signed in. @throws Problem `changed_meanwhile`. */
  prepare(trx: Transaction, tenant: Tenant): Promise<void>;
  /** From now on it is there for everybody. */
  putInUse(trx: Transaction, id: string): Promise<void>;
  /** From now on it is as if it weren't there. Answers with it as it was, also when it was removed before; null: there is none. */
  remove(trx: Transaction, id: string): Promise<Tenant | null>;
  /** It is there again, as it was. False when it had not been removed. */
  restore(trx: Transaction, id: string): Promise<boolean>;
}

interface TenantVersion {
  readonly id: string;
  readonly version: number;
}

interface TenantStoreNeeds {
  readonly keyRing: KeyRing;
  readonly now: () => number;
}

type Row = Selectable<Schema['tenants']>;

/** What `in_use` says of a tenant that the operator has removed. */
const removed = 2;

/** Tenants in the database. Their settings hold an OAuth client's secret, so they are sealed as a whole. */
export const createTenantStore = ({ keyRing, now }: TenantStoreNeeds): TenantStore => {
  const sealed = ({ id, name, settings }: Tenant) => ({
    name,
    settings: keyRing.seal(Buffer.from(JSON.stringify(settings), 'utf8'), settingsContext(id)),
    updated_at: now(),
  });

  const tenantOf = ({ id, name, settings }: Pick<Row, 'id' | 'name' | 'settings'>): Tenant => {
    const opened: unknown = JSON.parse(
      Buffer.from(keyRing.open(settings, settingsContext(id))).toString('utf8'),
    );
    return v.parse(Tenant, { id, name, settings: opened });
  };

  const read: TenantStore['read'] = async (q, id) => {
    const row = await rowOf(q, id);
    return row?.in_use === 1 ? { tenant: tenantOf(row), version: row.version } : null;
  };

  return {
    read,
    find: async (q, id) => (await read(q, id))?.tenant ?? null,
    findSetUpOrNot: async (q, id) => {
      const row = await rowOf(q, id);
      return row && row.in_use !== removed ? tenantOf(row) : null;
    },
    update: async (trx, { id, version }, change) => {
      const row = await rowOf(trx, id);
      if (!row || row.in_use === removed) throw noTenant();
      if (row.version !== version) throw changedMeanwhile();
      const tenant = v.parse(Tenant, change(tenantOf(row)));
      if (tenant.id !== id) throw new Error('A tenant keeps its id.');
      await replace(trx, id, { ...sealed(tenant), version: version + 1 });
      return { tenant, version: version + 1 };
    },
    applyEntry: async (q, tenant) => {
      const digest = sha256Text(JSON.stringify(tenant));
      const row = await rowOf(q, tenant.id);
      if (!row) {
        await insert(q, { id: tenant.id, ...sealed(tenant), file_digest: digest });
        return 'added';
      }
      if (row.in_use === removed) return 'removed';
      if (row.file_digest === digest) return 'same';
      const same = row.in_use === 1 && JSON.stringify(tenantOf(row)) === JSON.stringify(tenant);
      const values = same ? {} : { ...sealed(tenant), version: row.version + 1, in_use: 1 };
      await replace(q, tenant.id, { ...values, file_digest: digest });
      return same ? 'same' : 'changed';
    },
    prepare: async (trx, tenant) => {
      const row = await rowOf(trx, tenant.id);
      if (!row) return insert(trx, { id: tenant.id, ...sealed(tenant), in_use: 0 });
      if (row.in_use !== 0 && (await hasAgents(trx, tenant.id))) throw changedMeanwhile();
      return replace(trx, tenant.id, { ...sealed(tenant), version: row.version + 1, in_use: 0 });
    },
    putInUse: (trx, id) => replace(trx, id, { in_use: 1 }),
    remove: async (trx, id) => {
      const row = await rowOf(trx, id);
      if (!row) return null;
      await replace(trx, id, { in_use: removed, version: row.version + 1, updated_at: now() });
      return tenantOf(row);
    },
    restore: async (trx, id) => {
      if ((await rowOf(trx, id))?.in_use !== removed) return false;
      await replace(trx, id, { in_use: 1, updated_at: now() });
      return true;
    },
  };
};

const rowOf = (q: Queryable, id: string): Promise<Row | undefined> =>
  q.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst();

const hasAgents = async (q: Queryable, tenantId: string): Promise<boolean> => {
  const agent = await q
    .selectFrom('agents')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return agent !== undefined;
};

const insert = async (q: Queryable, row: Insertable<Schema['tenants']>): Promise<void> => {
  await q.insertInto('tenants').values(row).execute();
};

const replace = async (q: Queryable, id: string, values: Updateable<Schema['tenants']>): Promise<void> => {
  await q.updateTable('tenants').set(values).where('id', '=', id).execute();
};

/** What the key ring seals a tenant's settings with. */
export const settingsContext = (tenantId: string): string => `tenant-settings:${tenantId}`;

const noTenant = (): Problem => new Problem('not_found', 'There is no such organization.');

const changedMeanwhile = (): Problem =>
  new Problem('changed_meanwhile', 'Somebody else has changed this in between. Look at it again.');
