import { crc32 } from 'node:zlib';

/**
 * A journal's segment is one chunk after another: mark (u32), length of its content (u32), its CRC-32 (u32), content. Numbers are big-endian.
 * There are chunks of names, and of records.
 */
const chunkMarks = { names: 0x48524e31, records: 0x48524a32 } as const;
export type ChunkKind = keyof typeof chunkMarks;
export const chunkHeadBytes = 12;

/** Fills in the head of a chunk whose content is there. */
export const writeChunkHead = (kind: ChunkKind, chunk: Buffer): void => {
  chunk.writeUInt32BE(chunkMarks[kind], 0);
  chunk.writeUInt32BE(chunk.length - chunkHeadBytes, 4);
  chunk.writeUInt32BE(crc32(chunk.subarray(chunkHeadBytes)), 8);
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

/** Whether this is what was to be written. */
export const isWhole = ({ length, checksum }: ChunkHead, content: Buffer): boolean =>
  content.length === length && crc32(content) === checksum;

const kindOf = (mark: number): ChunkKind | null => {
  if (mark === chunkMarks.names) return 'names';
  return mark === chunkMarks.records ? 'records' : null;
};
