import { createCipheriv, randomBytes } from 'node:crypto';
import { segmentBytes, segmentContext, segmentNonce } from '../../protocol/sealed-object.ts';
import { inSegments } from './in-segments.ts';

/** What an object is sealed with. Never used for another, nor for other content. */
export interface ObjectKey {
  /** 32 bytes from `newObjectKey`. */
  readonly key: Uint8Array;
  readonly artifactId: string;
}

export const newObjectKey = (): Uint8Array => randomBytes(32);

/** Seals content as it comes, as protocol/sealed-object.ts says; each piece it gives out is one sealed segment. Holds two segments at most. */
export async function* sealObject(
  { key, artifactId }: ObjectKey,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  let total = 0;
  for await (const { parts, isLast } of inSegments(content, segmentBytes)) {
    for (const { byteLength } of parts) total += byteLength;
    const cipher = createCipheriv('aes-256-gcm', key, segmentNonce(index, isLast));
    cipher.setAAD(segmentContext(artifactId, isLast ? total : null));
    const sealed = parts.map((part) => cipher.update(part));
    yield Buffer.concat([...sealed, cipher.final(), cipher.getAuthTag()]);
    index += 1;
  }
}
