import type { Transaction } from '../database/transaction.ts';
import { deleteWithin } from './delete-artifact.ts';

/** The tenant is removed: all that was kept of it goes, in the transaction of that. What lies in its own CRM stays there. Tells how many. */
export const deleteAllOfTenant = async (
  trx: Transaction,
  tenantId: string,
  now: () => number,
): Promise<number> => {
  const rows = await trx
    .selectFrom('artifacts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .execute();
  // Its CRM can't be told any more.
  const needs = { onArtifactsChanged: async () => undefined, now };
  for (const row of rows)
    await deleteWithin(needs, trx, { row, reason: 'tenant_removed', actor: 'operator' });
  return rows.length;
};
