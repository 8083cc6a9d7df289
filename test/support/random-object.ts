import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ObjectSource } from '../../server/storage/artifact-storage.ts';
import { storageKey } from '../../server/storage/storage-key.ts';

/** An object of random bytes under a new key of this tenant. */
export interface RandomObject extends ObjectSource {
  readonly content: Buffer;
}

const chunkBytes = 64 * 1024;

export const randomObject = (bytes: number, about: Partial<ObjectSource> = {}): RandomObject => {
  const content = randomBytes(bytes);
  return {
    key: storageKey({
      tenantId: 'acme',
      kind: 'recording',
      sessionId: `ses_${randomBytes(16).toString('base64url')}`,
      artifactId: `art_${randomBytes(16).toString('base64url')}`,
    }),
    name: 'Aufzeichnung “1”.handrail',
    contentType: 'application/octet-stream',
    bytes,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    open: async () => Readable.from(chunksOf(content), { objectMode: false }),
    ...about,
  };
};

/** Copies, as of a disk: whoever reads may give their memory back. */
export function* chunksOf(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += chunkBytes)
    yield Buffer.from(content.subarray(at, at + chunkBytes));
}
