import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sealedBytes } from '../../protocol/sealed-object.ts';
import { newObjectKey, sealObject } from '../../server/storage/seal-object.ts';
import { storageKey } from '../../server/storage/storage-key.ts';
import type { SealedFile } from './transfer-order.ts';

const block = randomBytes(1024 * 1024);

/** Seals so much content into a file of this folder. */
export const makeSealedFile = async (folder: string, bytes: number): Promise<SealedFile> => {
  const artifactId = `art_${randomBytes(16).toString('base64url')}`;
  const sessionId = `ses_${randomBytes(16).toString('base64url')}`;
  const key = newObjectKey();
  const hash = createHash('sha256');
  const path = join(folder, artifactId);
  const sealed = sealObject({ key, artifactId }, blocks(bytes));
  await pipeline(Readable.from(hashed(sealed, hash)), createWriteStream(path));
  return {
    path,
    objectKey: storageKey({ tenantId: 'bench', kind: 'recording', sessionId, artifactId }),
    artifactId,
    key: Buffer.from(key).toString('base64url'),
    bytes,
    sealedBytes: sealedBytes(bytes),
    sha256: hash.digest('hex'),
  };
};

async function* blocks(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= block.length)
    yield block.subarray(0, Math.min(left, block.length));
}

async function* hashed(
  sealed: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const segment of sealed) {
    hash.update(segment);
    yield segment;
  }
}
