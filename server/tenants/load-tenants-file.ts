import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Tenant } from './tenant.ts';
import type { TenantStore } from './tenant-store.ts';

interface LoadTenantsNeeds {
  readonly tenants: TenantStore;
  readonly inTransaction: InTransaction;
  /** This tenant's entry was another one before. */
  readonly onChanged: (trx: Transaction, tenant: Tenant) => Promise<unknown>;
}

/**
 * Brings the tenants of this file into the database: those that are new, and those whose entry is another than last time. Answers with the ids of those that stay removed. @throws Error that names the field at fault and no value.
 */
export const loadTenantsFile = async (
  { tenants, inTransaction, onChanged }: LoadTenantsNeeds,
  path: string,
): Promise<readonly string[]> => {
  const left: string[] = [];
  for (const tenant of readTenants(await readFile(path, 'utf8'), path)) {
    await inTransaction(async (trx) => {
      const outcome = await tenants.applyEntry(trx, tenant);
      if (outcome === 'removed') left.push(tenant.id);
      if (outcome === 'same' || outcome === 'removed') return;
      await record(trx, {
        tenantId: tenant.id,
        actor: 'server',
        action: `tenant.${outcome}`,
        subject: tenant.id,
        detail: { by: 'tenants file' },
      });
      if (outcome === 'changed') await onChanged(trx, tenant);
    });
  }
  return left;
};

const readTenants = (text: string, path: string): readonly Tenant[] => {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson({}, 'not JSON'), v.array(Tenant)), text);
  if (result.success) return result.output;
  const field = v.getDotPath(result.issues[0]) ?? 'the list';
  throw new Error(`${path}: ${field} is not as it should be.`);
};
