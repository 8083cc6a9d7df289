import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';

const segmentBytes = 64 * 1024;
const tagBytes = 16;
const sealedSegmentBytes = segmentBytes + tagBytes;

/** Seals content under a key of its own: AES-256-GCM in segments, whose nonces are their numbers and whether they are the last. */
export async function* sealContent(
  content: AsyncIterable<Uint8Array>,
  key: Uint8Array,
): AsyncGenerator<Uint8Array> {
  let number = 0;
  let held: Uint8Array | null = null;
  for await (const segment of inSegments(content, segmentBytes)) {
    if (held) {
      yield sealSegment(held, key, nonceOf(number, false));
      number += 1;
    }
    held = segment;
  }
  yield sealSegment(held ?? new Uint8Array(0), key, nonceOf(number, true));
}

export interface SealedContent {
  readonly key: Uint8Array;
  /** Of the content. */
  readonly bytes: number;
  read(range?: ByteRange): Promise<Readable>;
}

/** Opens it, or a range of it; each segment is checked before anything of it is handed out. @throws Problem `artifact_damaged`. */
export async function* openContent(
  { key, bytes, read }: SealedContent,
  range: ByteRange = { start: 0, end: bytes },
): AsyncGenerator<Uint8Array> {
  const last = Math.max(0, Math.ceil(bytes / segmentBytes) - 1);
  const [from, to] = [
    Math.floor(range.start / segmentBytes),
    Math.max(0, Math.ceil(range.end / segmentBytes) - 1),
  ];
  const total = bytes + (last + 1) * tagBytes;
  const sealed = await read({
    start: from * sealedSegmentBytes,
    end: Math.min((to + 1) * sealedSegmentBytes, total),
  });
  let number = from;
  for await (const segment of inSegments(sealed, sealedSegmentBytes)) {
    const plain = openSegment(segment, key, nonceOf(number, number === last));
    const at = number * segmentBytes;
    yield plain.subarray(Math.max(0, range.start - at), Math.max(0, range.end - at));
    number += 1;
  }
  if (number !== to + 1) throw damaged(new Error('It ends too early.'));
}

const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
};

const sealSegment = (plain: Uint8Array, key: Uint8Array, nonce: Buffer): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

const openSegment = (sealed: Uint8Array, key: Uint8Array, nonce: Buffer): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch (error) {
    throw damaged(error);
  }
};

async function* inSegments(content: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Buffer> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    gathered.push(chunk);
    length += chunk.byteLength;
    if (length < bytes) continue;
    const all = Buffer.concat(gathered);
    let at = 0;
    for (; all.length - at >= bytes; at += bytes) yield all.subarray(at, at + bytes);
    gathered = [all.subarray(at)];
    length = all.length - at;
  }
  if (length > 0) yield Buffer.concat(gathered);
}

const damaged = (cause: unknown): Problem =>
  new Problem('artifact_damaged', 'This is not as it was when it was sealed.', { cause });
