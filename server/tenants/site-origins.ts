import type { Queryable } from '../database/transaction.ts';
import type { TenantStore } from './tenant-store.ts';

interface SiteOriginsNeeds {
  readonly db: Queryable;
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly now: () => number;
}

const keptMs = 15_000;

/** Whether some tenant's sessions take place on this origin. Looks at the database at most every 15 s. */
export const createIsSite = ({
  db,
  tenants,
  now,
}: SiteOriginsNeeds): ((origin: string) => Promise<boolean>) => {
  let known: { readonly origins: Promise<ReadonlySet<string>>; readonly readAt: number } | null = null;

  const readOrigins = async (): Promise<ReadonlySet<string>> => {
    const rows = await db.selectFrom('tenants').select('id').execute();
    const found = await Promise.all(rows.map(({ id }) => tenants.find(db, id)));
    return new Set(found.flatMap((tenant) => tenant?.settings.sites.map((site) => site.origin) ?? []));
  };

  return async (origin) => {
    if (!known || now() - known.readAt > keptMs) known = { origins: readOrigins(), readAt: now() };
    const reading = known;
    try {
      return (await reading.origins).has(origin);
    } catch (error) {
      // A failed reading is not kept.
      if (known === reading) known = null;
      throw error;
    }
  };
};
