import { crc32 } from 'node:zlib';

/**
 * A journal's segment is one chunk after another, each written by one call: mark (u32), length of its records (u32), their CRC-32 (u32), records.
 * A record is a piece of one recording's file: the recording's id (26 bytes), where in the file (u48), length (u32), what only the process that
 * writes it goes by (u32: where in its memory the recording's record before this is), bytes. Numbers are big-endian.
 */
export interface JournalRecord {
  readonly id: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

export const chunkHeadBytes = 12;
const idBytes = 26;
export const recordHeadBytes = idBytes + 14;

const mark = 0x48524a31;
const twoTo32 = 2 ** 32;

/** As records name it. @throws RangeError for what is no recording's id. */
export const encodeId = (id: string): Buffer => {
  const bytes = Buffer.from(id, 'latin1');
  if (bytes.length !== idBytes) throw new RangeError(`No recording is called ${id}.`);
  return bytes;
};

export interface RecordHead {
  readonly id: Buffer;
  readonly offset: number;
  readonly length: number;
  /** Where in memory the recording's record before this is; of the first, nothing is said. */
  readonly before: number;
}

/** For every frame that is recorded. */
export const writeRecordHead = (to: Buffer, at: number, { id, offset, length, before }: RecordHead): void => {
  to.set(id, at);
  to.writeUInt16BE(Math.floor(offset / twoTo32), at + idBytes);
  to.writeUInt32BE(offset % twoTo32, at + idBytes + 2);
  to.writeUInt32BE(length, at + idBytes + 6);
  to.writeUInt32BE(before, at + idBytes + 10);
};

export const readRecordLength = (from: Buffer, at: number): number => from.readUInt32BE(at + idBytes + 6);

export const readRecordBefore = (from: Buffer, at: number): number => from.readUInt32BE(at + idBytes + 10);

/** Fills in the head of a chunk whose records are there. */
export const writeChunkHead = (chunk: Buffer): void => {
  chunk.writeUInt32BE(mark, 0);
  chunk.writeUInt32BE(chunk.length - chunkHeadBytes, 4);
  chunk.writeUInt32BE(crc32(chunk.subarray(chunkHeadBytes)), 8);
};

export interface ChunkHead {
  /** Of its records. */
  readonly length: number;
  readonly checksum: number;
}

/** Null: there is none, or not all of it. */
export const readChunkHead = (bytes: Buffer): ChunkHead | null => {
  if (bytes.length < chunkHeadBytes || bytes.readUInt32BE(0) !== mark) return null;
  return { length: bytes.readUInt32BE(4), checksum: bytes.readUInt32BE(8) };
};

/** The records of a chunk. Null: these are not what was to be written. */
export const readRecords = (bytes: Buffer, { length, checksum }: ChunkHead): JournalRecord[] | null => {
  if (bytes.length !== length || crc32(bytes) !== checksum) return null;
  const records: JournalRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    const id = bytes.toString('latin1', at, at + idBytes);
    const offset = bytes.readUInt16BE(at + idBytes) * twoTo32 + bytes.readUInt32BE(at + idBytes + 2);
    const from = at + recordHeadBytes;
    at = from + bytes.readUInt32BE(at + idBytes + 6);
    records.push({ id, offset, bytes: bytes.subarray(from, at) });
  }
  return records;
};
