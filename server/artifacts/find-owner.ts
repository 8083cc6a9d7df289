import type { Queryable } from '../database/transaction.ts';
import type { Tenant } from '../tenants/tenant.ts';

interface FindOwnerNeeds {
  readonly db: Queryable;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
}

/** The tenant whose artifact it is: for a page that knows nothing but the id, and shows nothing but where to sign in. Null: nobody's. */
export const findOwner =
  ({ db, findTenant }: FindOwnerNeeds) =>
  async (artifactId: string): Promise<Tenant | null> => {
    const row = await db
      .selectFrom('artifacts')
      .select('tenant_id')
      .where('id', '=', artifactId)
      .executeTakeFirst();
    return row ? findTenant(row.tenant_id) : null;
  };
