import { createReadStream } from 'node:fs';
import type { StorageTarget } from '../../protocol/storage-policy.ts';
import { readSealed } from '../../server/storage/open-object.ts';
import { openStorages } from '../../server/storage/open-storage.ts';
import type { SealedFile } from './transfer-order.ts';

export interface Way {
  upload(file: SealedFile): Promise<void>;
  /** Resolves to how many bytes came out. */
  download(file: SealedFile): Promise<number>;
}

/** As Handrail does it: what is read is hashed on its way, and opened where it comes back. */
export const ourWay = (target: StorageTarget): Way => {
  const storage = openStorages({ localHosts: new Set(['127.0.0.1']) }).open(target);
  return {
    upload: async ({ path, objectKey, sealedBytes, sha256 }) => {
      await storage.put({
        key: objectKey,
        name: 'bench',
        contentType: 'application/octet-stream',
        bytes: sealedBytes,
        sha256,
        open: async () => createReadStream(path),
      });
    },
    download: async ({ objectKey, key, artifactId, bytes }) => {
      const object = { key: Buffer.from(key, 'base64url'), artifactId, bytes };
      return drained(await readSealed(storage, objectKey, object));
    },
  };
};

/** Reads to the end. */
export const drained = async (content: AsyncIterable<Uint8Array>): Promise<number> => {
  let bytes = 0;
  for await (const chunk of content) bytes += chunk.byteLength;
  return bytes;
};
