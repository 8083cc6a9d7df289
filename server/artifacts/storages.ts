import { join } from 'node:path';
import { Problem } from '../http/problem.ts';
import { openDisk } from '../storage/disk.ts';
import type { TargetNeeds } from './targets.ts';

interface StoragesNeeds {
  readonly dataFolder: string;
  /** Where this server is; null: not said. */
  readonly region: string | null;
}

/** Every place that a policy can name. */
export const storagesOf = ({
  dataFolder,
  region,
}: StoragesNeeds): Pick<TargetNeeds, 'disk' | 'openStorage' | 'caseFilesOf' | 'region'> => ({
  region,
  disk: openDisk({ folder: join(dataFolder, 'artifacts'), region }),
  openStorage: () => Promise.reject(notYet()),
  caseFilesOf: () => Promise.reject(notYet()),
});

const notYet = (): Problem => new Problem('storage_unavailable', 'This storage can’t be reached yet.');
