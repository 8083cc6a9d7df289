import { join } from 'node:path';
import { type StorageTarget, usesMachineRole } from '../../protocol/storage-policy.ts';
import type { CrmOf } from '../crm/crm.ts';
import { Problem } from '../http/problem.ts';
import { createCaseFilesOf } from '../storage/case-files-of.ts';
import { openDisk } from '../storage/disk.ts';
import type { TargetNeeds } from './targets.ts';

interface StoragesNeeds {
  readonly dataFolder: string;
  /** Where this server is; null: not said. */
  readonly region: string | null;
  readonly crmOf: CrmOf;
  /** The tenants' own. */
  readonly openStorage: (target: StorageTarget) => ReturnType<TargetNeeds['openStorage']>;
  /** Who may use the identity of this machine: it may reach more than one tenant's buckets. */
  readonly machineRoleTenants: ReadonlySet<string>;
}

/** Every place that a policy can name. */
export const storagesOf = ({
  dataFolder,
  region,
  crmOf,
  openStorage,
  machineRoleTenants,
}: StoragesNeeds): Pick<TargetNeeds, 'disk' | 'openStorage' | 'caseFilesOf' | 'region'> => ({
  region,
  disk: openDisk({ folder: join(dataFolder, 'artifacts'), region }),
  openStorage: (target, tenantId) => {
    if (usesMachineRole(target) && !machineRoleTenants.has(tenantId))
      throw new Problem('storage_refused', 'The operator has not given you this machine’s identity.');
    return openStorage(target);
  },
  caseFilesOf: createCaseFilesOf(crmOf),
});
