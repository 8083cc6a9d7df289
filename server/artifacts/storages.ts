import { join } from 'node:path';
import type { CrmOf } from '../crm/crm.ts';
import { createCaseFilesOf } from '../storage/case-files-of.ts';
import { openDisk } from '../storage/disk.ts';
import type { TargetNeeds } from './targets.ts';

interface StoragesNeeds {
  readonly dataFolder: string;
  /** Where this server is; null: not said. */
  readonly region: string | null;
  readonly crmOf: CrmOf;
  /** The tenants' own. */
  readonly openStorage: TargetNeeds['openStorage'];
}

/** Every place that a policy can name. */
export const storagesOf = ({
  dataFolder,
  region,
  crmOf,
  openStorage,
}: StoragesNeeds): Pick<TargetNeeds, 'disk' | 'openStorage' | 'caseFilesOf' | 'region'> => ({
  region,
  disk: openDisk({ folder: join(dataFolder, 'artifacts'), region }),
  openStorage,
  caseFilesOf: createCaseFilesOf(crmOf),
});
