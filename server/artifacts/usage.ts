import type { ArtifactUsage } from '../../protocol/http/artifacts.ts';
import { artifactKinds } from '../../protocol/storage-policy.ts';
import type { Queryable } from '../database/transaction.ts';

/** How much of a tenant's is kept, by kind; what was deleted counts no more. */
export const usageOf = async (db: Queryable, tenantId: string): Promise<ArtifactUsage> => {
  const rows = await db
    .selectFrom('artifacts')
    .select(({ fn }) => [
      'kind',
      fn.countAll().as('count'),
      fn.sum('bytes').as('bytes'),
      fn.sum('stored_bytes').as('stored_bytes'),
      fn.sum('duration_ms').as('duration_ms'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('state', '!=', 'deleted')
    .groupBy('kind')
    .execute();
  return {
    kinds: artifactKinds.map((kind) => {
      const row = rows.find((one) => one.kind === kind);
      return {
        kind,
        count: Number(row?.count ?? 0),
        bytes: Number(row?.bytes ?? 0),
        storedBytes: Number(row?.stored_bytes ?? 0),
        recordedMs: Number(row?.duration_ms ?? 0),
      };
    }),
  };
};
