import { join } from 'node:path';
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
}

/** Every place that a policy can name. */
export const storagesOf = ({
  dataFolder,
  region,
  crmOf,
}: StoragesNeeds): Pick<TargetNeeds, 'disk' | 'openStorage' | 'caseFilesOf' | 'region'> => ({
  region,
  disk: openDisk({ folder: join(dataFolder, 'artifacts'), region }),
  openStorage: () => Promise.reject(notYet()),
  caseFilesOf: createCaseFilesOf(crmOf),
});

const notYet = (): Problem => new Problem('storage_unavailable', 'This storage can’t be reached yet.');
