import type { ChangeStorage, StorageView } from '../../protocol/http/storage-settings.ts';
import type { StoragePolicy } from '../../protocol/storage-policy.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction } from '../database/transaction.ts';
import type { CallerWith } from '../http/caller.ts';
import { storagePolicyOf } from '../tenants/tenant.ts';
import type { TenantStore } from '../tenants/tenant-store.ts';
import { storageFrom } from './storage-from.ts';
import { storageView } from './storage-view.ts';

export interface ChangeStorageNeeds {
  readonly inTransaction: InTransaction;
  readonly tenants: Pick<TenantStore, 'update' | 'read'>;
  readonly localHosts: ReadonlySet<string>;
  /** Where this server and its disk are; null: not said. */
  readonly ownRegion: string | null;
  readonly machineRoleTenants: ReadonlySet<string>;
  readonly now: () => number;
}

/** What is kept from now on, where, and for how long. @throws Problem `changed_meanwhile`, and what `storageFrom` throws. */
export const changeStorage =
  ({ inTransaction, tenants, localHosts, ownRegion, machineRoleTenants, now }: ChangeStorageNeeds) =>
  async (
    { tenantId, agentId }: CallerWith<'settings.manage'>,
    { version, storage: wanted }: ChangeStorage,
  ): Promise<StorageView> =>
    inTransaction(async (trx) => {
      const was = await tenants.read(trx, tenantId);
      const changed = await tenants.update(trx, { id: tenantId, version }, (tenant) => {
        const before = storagePolicyOf(tenant.settings);
        const crm = tenant.settings.crm.kind;
        const storage = storageFrom({
          before,
          wanted,
          crm,
          ownRegion,
          localHosts,
          mayUseMachineRole: machineRoleTenants.has(tenantId),
        });
        return { ...tenant, settings: { ...tenant.settings, storage } };
      });
      const [before, after] = [was?.tenant ?? changed.tenant, changed.tenant].map(({ settings }) =>
        storagePolicyOf(settings),
      );
      await record(trx, {
        tenantId,
        actor: `agent:${agentId}`,
        action: 'settings.changed',
        subject: tenantId,
        // Names only: values may be secrets, or say more than a log should.
        detail: { fields: before && after ? changedFields(before, after) : [] },
        at: now(),
      });
      return storageView({ ...changed, ownRegion });
    });

const changedFields = (before: StoragePolicy, after: StoragePolicy): string[] => {
  const names = Object.keys(after) as (keyof StoragePolicy)[];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `storage.${name}`);
};
