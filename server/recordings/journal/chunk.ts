import { createCipheriv, hash } from 'node:crypto';
import { diskBlockBytes } from '../direct-file.ts';

/**
 * A journal's segment is one chunk after another: check of what follows (16 bytes), mark (u32), length of its content (u32), content, zeros up to the
 * end of a disk's block. Numbers are big-endian. There are chunks of names, and of records. What was written last ends where a chunk doesn't check.
 */
const chunkMarks = { names: 0x48524e35, records: 0x48524a35 } as const;
export type ChunkKind = keyof typeof chunkMarks;
const checkBytes = 16;
export const chunkHeadBytes = checkBytes + 8;

/** Where a chunk is: it checks nowhere else. */
export interface ChunkPlace {
  readonly key: Buffer;
  /** Of the segment. */
  readonly number: number;
  /** In the segment. */
  readonly offset: number;
}

/**
 * What a journal's chunks are checked with. The name suffices because it is random, and nobody learns it: what browsers sent could otherwise be
 * made to look like a chunk, and stand where a disk that lost power has old blocks.
 */
export const checkKey = (journal: string): Buffer => hash('sha256', journal, 'buffer').subarray(0, 16);

/** All of a chunk, with so much of content. */
export const chunkBytes = (contentBytes: number): number =>
  Math.ceil((chunkHeadBytes + contentBytes) / diskBlockBytes) * diskBlockBytes;

/** Makes a chunk of memory in which its content is behind `chunkHeadBytes`, but for its check: that is for where it goes to. */
export const finishChunk = (kind: ChunkKind, memory: Buffer, contentBytes: number): Buffer => {
  const chunk = memory.subarray(0, chunkBytes(contentBytes));
  chunk.writeUInt32BE(chunkMarks[kind], checkBytes);
  chunk.writeUInt32BE(contentBytes, checkBytes + 4);
  chunk.fill(0, chunkHeadBytes + contentBytes);
  return chunk;
};

/** Makes it the one that is there. */
export const writeCheck = (chunk: Buffer, place: ChunkPlace): void => {
  checkOf(chunk.subarray(checkBytes), place).copy(chunk);
};

export interface ChunkHead {
  readonly kind: ChunkKind;
  /** Of its content. */
  readonly length: number;
}

/** Null: there is none, or not all of it. */
export const readChunkHead = (bytes: Buffer): ChunkHead | null => {
  if (bytes.length < chunkHeadBytes) return null;
  const kind = kindOf(bytes.readUInt32BE(checkBytes));
  return kind && { kind, length: bytes.readUInt32BE(checkBytes + 4) };
};

/** Whether this is what was to be written there. */
export const isWhole = (chunk: Buffer, place: ChunkPlace): boolean =>
  checkOf(chunk.subarray(checkBytes), place).equals(chunk.subarray(0, checkBytes));

/** GMAC, which is AES-GCM with nothing to encrypt: processors do it several times as quickly as a CRC-32, and each place is a nonce of its own. */
const checkOf = (bytes: Buffer, { key, number, offset }: ChunkPlace): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number);
  nonce.writeUIntBE(offset, 6, 6);
  const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(bytes);
  cipher.final();
  return cipher.getAuthTag();
};

const kindOf = (mark: number): ChunkKind | null => {
  if (mark === chunkMarks.names) return 'names';
  return mark === chunkMarks.records ? 'records' : null;
};
