import type { StorageTarget } from '../../protocol/storage-policy.ts';
import { sha256Text } from '../crypto/digest.ts';
import type { ArtifactStorage } from './artifact-storage.ts';
import { openAzureBlob } from './azure-blob.ts';
import { openS3 } from './s3.ts';
import { openStorageDoor } from './storage-door.ts';
import { type StorageLimits, storageLimits } from './storage-limits.ts';

/** The tenants' own storages. */
export interface Storages {
  /** The adapter for these settings; the same, with its connections, as long as they are. */
  open(target: StorageTarget): ArtifactStorage;
  /** Ends what is on its way. */
  close(): Promise<void>;
}

interface StoragesNeeds {
  /** Resolve to 127.0.0.1, may be http, and are exempt from the block on private addresses. */
  readonly localHosts: ReadonlySet<string>;
  readonly limits?: StorageLimits;
}

/** Of those that were used last. */
const keptOpen = 200;

export const openStorages = ({ localHosts, limits = storageLimits }: StoragesNeeds): Storages => {
  const door = openStorageDoor({ localHosts, limits });
  const storages = new Map<string, ArtifactStorage>();
  return {
    open: (target) => {
      // Settings hold secrets: what they are found by does not.
      const name = sha256Text(JSON.stringify(target));
      const storage = storages.get(name) ?? adapterOf(target, { door, limits });
      storages.delete(name);
      storages.set(name, storage);
      const [oldest] = storages.keys();
      if (storages.size > keptOpen && oldest !== undefined) storages.delete(oldest);
      return storage;
    },
    close: () => door.close(),
  };
};

const adapterOf = (target: StorageTarget, needs: Parameters<typeof openS3>[1]): ArtifactStorage => {
  switch (target.kind) {
    case 's3':
      return openS3(target, needs);
    case 'azure':
      return openAzureBlob(target, needs);
  }
};
