import { createDecipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  sealedRange,
  sealedSegmentBytes,
  segmentContext,
  segmentCount,
  segmentLength,
  segmentNonce,
  segmentTagBytes,
} from '../../protocol/sealed-object.ts';
import { Problem } from '../http/problem.ts';
import type { ArtifactStorage, ByteRange } from './artifact-storage.ts';
import { inSegments } from './in-segments.ts';
import type { ObjectKey } from './seal-object.ts';
import { rangeInvalid } from './storage-problems.ts';

export interface SealedObject extends ObjectKey {
  /** Of the content, before it was sealed. */
  readonly bytes: number;
}

/**
 * Opens what `sealedRange(bytes, range)` names of a sealed object: nothing more, nothing less (for the whole: all there is). No byte of a segment comes out
 * before it was checked. @throws Problem `artifact_damaged`, `range_invalid`; what reading throws, as it is.
 */
export async function* openObject(
  object: SealedObject,
  sealed: AsyncIterable<Uint8Array>,
  range: ByteRange = { start: 0, end: object.bytes },
): AsyncGenerator<Uint8Array> {
  const needed = sealedRange(object.bytes, range);
  if (!needed) throw rangeInvalid();
  let index = needed.first;
  let { skip, take } = needed;
  // What comes out is new memory; what it is opened from need not be.
  const buffer = new Uint8Array(sealedSegmentBytes);
  for await (const { bytes, isLast } of inSegments(sealed, sealedSegmentBytes, buffer)) {
    // An end that comes too early, and bytes behind the end, show here: before the segment they are next to.
    if (isLast !== (index === needed.last)) throw damaged(new Error('It has another length.'));
    const opened = openSegment(object, index, bytes).subarray(skip, skip + take);
    skip = 0;
    take -= opened.byteLength;
    index += 1;
    if (opened.byteLength > 0) yield opened;
  }
}

/** Reads and opens an object, or a range of its content, from where it is kept. @throws Problem as `read` and `openObject`. */
export const readSealed = async (
  storage: Pick<ArtifactStorage, 'read'>,
  ref: string,
  object: SealedObject,
  range?: ByteRange,
): Promise<Readable> => {
  const needed = sealedRange(object.bytes, range ?? { start: 0, end: object.bytes });
  if (!needed) throw rangeInvalid();
  // The whole is read without a range, so that bytes behind its end are seen.
  const sealed = await storage.read(ref, range ? { start: needed.start, end: needed.end } : undefined);
  const opened = Readable.from(openObject(object, sealed, range), { objectMode: false });
  // Reading can fail, or be given up, before anybody has asked for a byte.
  sealed.once('error', (error) => opened.destroy(error));
  opened.on('error', () => undefined);
  opened.once('close', () => sealed.destroy());
  return opened;
};

const openSegment = (
  { key, artifactId, bytes }: SealedObject,
  index: number,
  sealed: Uint8Array,
): Uint8Array => {
  const isLast = index === segmentCount(bytes) - 1;
  const length = segmentLength(bytes, index);
  if (sealed.byteLength !== length + segmentTagBytes)
    throw damaged(new Error('A segment has another length.'));
  const decipher = createDecipheriv('aes-256-gcm', key, segmentNonce(index, isLast), {
    authTagLength: segmentTagBytes,
  });
  decipher.setAAD(segmentContext(artifactId, isLast ? bytes : null));
  decipher.setAuthTag(sealed.subarray(length));
  const opened = decipher.update(sealed.subarray(0, length));
  try {
    decipher.final();
  } catch (error) {
    throw damaged(error);
  }
  return opened;
};

const damaged = (cause: unknown): Problem =>
  new Problem('artifact_damaged', 'What is in the storage is not what was put there.', { cause });
