import { createDecipheriv } from 'node:crypto';
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
import { givingBack } from './giving-back.ts';
import { inSegments } from './in-segments.ts';
import { type LentContent, lend } from './lent-content.ts';
import type { ObjectKey } from './seal-object.ts';
import { rangeInvalid } from './storage-problems.ts';

export interface SealedObject extends ObjectKey {
  /** Of the content, before it was sealed. */
  readonly bytes: number;
}

/**
 * Opens what `sealedRange(bytes, range)` names of a sealed object: nothing more, nothing less (for the whole: all there is). No byte of a segment comes out
 * before it was checked. Opens in place: what comes out lies where the sealed bytes were, in memory that has to be the reader's own.
 * @throws Problem `artifact_damaged`, `range_invalid`; what reading throws, as it is.
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
  for await (const { parts, isLast } of inSegments(sealed, sealedSegmentBytes)) {
    // An end that comes too early, and bytes behind the end, show here: before the segment they are next to.
    if (isLast !== (index === needed.last)) throw damaged(new Error('It has another length.'));
    for (const part of openSegment(object, index, parts)) {
      const opened = part.subarray(skip, skip + take);
      skip -= Math.min(skip, part.byteLength);
      take -= opened.byteLength;
      if (opened.byteLength > 0) yield opened;
    }
    index += 1;
  }
}

/** Reads and opens an object, or a range of its content, from where it is kept, and lends what comes out. @throws Problem as `read` and `openObject`. */
export const readSealed = async (
  storage: Pick<ArtifactStorage, 'read'>,
  ref: string,
  object: SealedObject,
  range?: ByteRange,
): Promise<LentContent> => {
  const needed = sealedRange(object.bytes, range ?? { start: 0, end: object.bytes });
  if (!needed) throw rangeInvalid();
  // The whole is read without a range, so that bytes behind its end are seen.
  const sealed = await storage.read(ref, range ? { start: needed.start, end: needed.end } : undefined);
  return lend(sealed, lentOpened(object, sealed, range));
};

/** What is opened lies where the sealed pieces were, in their order: one that it has left behind is done with. */
async function* lentOpened(
  object: SealedObject,
  sealed: AsyncIterable<Uint8Array>,
  range: ByteRange | undefined,
): AsyncGenerator<Uint8Array> {
  const giveBack = givingBack();
  const read: Uint8Array[] = [];
  for await (const opened of openObject(object, noting(sealed, read), range)) {
    yield opened;
    const lies = read.findIndex(({ buffer }) => buffer === opened.buffer);
    for (const piece of read.splice(0, Math.max(0, lies))) giveBack(piece);
  }
  for (const piece of read) giveBack(piece);
}

async function* noting(pieces: AsyncIterable<Uint8Array>, noted: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    noted.push(piece);
    yield piece;
  }
}

const openSegment = (
  { key, artifactId, bytes }: SealedObject,
  index: number,
  parts: readonly Uint8Array[],
): readonly Uint8Array[] => {
  const isLast = index === segmentCount(bytes) - 1;
  const length = segmentLength(bytes, index);
  if (lengthOf(parts) !== length + segmentTagBytes) throw damaged(new Error('A segment has another length.'));
  const decipher = createDecipheriv('aes-256-gcm', key, segmentNonce(index, isLast), {
    authTagLength: segmentTagBytes,
  });
  decipher.setAAD(segmentContext(artifactId, isLast ? bytes : null));
  const sealed = cutOff(parts, length);
  decipher.setAuthTag(sealed.tag);
  const opened = sealed.parts.map((part) => decipher.update(part));
  try {
    decipher.final();
  } catch (error) {
    throw damaged(error);
  }
  for (const [at, part] of sealed.parts.entries()) moveInto(part, opened[at]);
  return sealed.parts;
};

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** What is behind the ciphertext is the tag, which can lie in two parts. */
const cutOff = (parts: readonly Uint8Array[], length: number) => {
  const ciphertext: Uint8Array[] = [];
  const tag: Uint8Array[] = [];
  let left = length;
  for (const part of parts) {
    if (left > 0) ciphertext.push(part.subarray(0, left));
    if (part.byteLength > left) tag.push(part.subarray(left));
    left -= Math.min(left, part.byteLength);
  }
  return { parts: ciphertext, tag: Buffer.concat(tag) };
};

/** The cipher only gives new memory. Given back at once it is the same few pages all the way, which stay in the processor's cache. */
const moveInto = (place: Uint8Array, opened: Buffer | undefined): void => {
  if (opened?.byteLength !== place.byteLength) throw new Error('The cipher gave something else.');
  place.set(opened);
  givingBack()(opened);
};

const damaged = (cause: unknown): Problem =>
  new Problem('artifact_damaged', 'What is in the storage is not what was put there.', { cause });
