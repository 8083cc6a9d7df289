import { crc32 } from 'node:zlib';

/**
 * A journal's segment is one chunk after another: mark (u32), length of its content (u32), its CRC-32 (u32), content. Numbers are big-endian.
 * There are chunks of names, and of records. The CRC-32 begins with the segment's seed. Behind the last chunk there may be anything: the file
 * may have been an earlier segment's, whose chunks have another seed. So what was written last ends where a chunk doesn't check.
 */
const chunkMarks = { names: 0x48524e32, records: 0x48524a33 } as const;
export type ChunkKind = keyof typeof chunkMarks;
export const chunkHeadBytes = 12;

/**
 * Two segments of a journal never have the same: so no chunk checks in both. The name counts because it is random, and nobody learns it: what browsers
 * sent could otherwise be made to look like a chunk, and stand where a segment ends.
 */
export const segmentSeed = (journal: string, number: number): number => (crc32(journal) ^ number) >>> 0;

/** Fills in the head of a chunk whose content is there, but for the checksum: that is for the segment which it goes to. */
export const writeChunkHead = (kind: ChunkKind, chunk: Buffer): void => {
  chunk.writeUInt32BE(chunkMarks[kind], 0);
  chunk.writeUInt32BE(chunk.length - chunkHeadBytes, 4);
};

/** Makes it one of the segment that has this seed. */
export const writeChecksum = (chunk: Buffer, seed: number): void => {
  chunk.writeUInt32BE(crc32(chunk.subarray(chunkHeadBytes), seed), 8);
};

export interface ChunkHead {
  readonly kind: ChunkKind;
  /** Of its content. */
  readonly length: number;
  readonly checksum: number;
}

/** Null: there is none, or not all of it. */
export const readChunkHead = (bytes: Buffer): ChunkHead | null => {
  if (bytes.length < chunkHeadBytes) return null;
  const kind = kindOf(bytes.readUInt32BE(0));
  return kind && { kind, length: bytes.readUInt32BE(4), checksum: bytes.readUInt32BE(8) };
};

/** Whether this is what was to be written to the segment that has this seed. */
export const isWhole = ({ length, checksum }: ChunkHead, content: Buffer, seed: number): boolean =>
  content.length === length && crc32(content, seed) === checksum;

const kindOf = (mark: number): ChunkKind | null => {
  if (mark === chunkMarks.names) return 'names';
  return mark === chunkMarks.records ? 'records' : null;
};
