import { writeUint32 } from '../../../protocol/recording.ts';

/**
 * A record is a piece of one recording's file: the recording's number in this journal (u32), where in the file (u48), length (u32), what only the
 * process that writes it goes by (u32: the recording's slot in its memory), bytes.
 */
export interface JournalRecord {
  readonly number: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

export const recordHeadBytes = 18;

const twoTo32 = 2 ** 32;

export interface RecordHead {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  /** Which the process that writes it has for the recording. */
  readonly slot: number;
}

/** For every frame that is recorded, so nothing is made for it. */
export const writeRecordHead = (
  to: Uint8Array,
  at: number,
  { number, offset, length, slot }: RecordHead,
): void => {
  const high = Math.floor(offset / twoTo32);
  writeUint32(to, at, number);
  to[at + 4] = high >>> 8;
  to[at + 5] = high;
  // It takes the lower 32 bits by itself.
  writeUint32(to, at + 6, offset);
  writeUint32(to, at + 10, length);
  writeUint32(to, at + 14, slot);
};

export const readRecordLength = (from: DataView, at: number): number => from.getUint32(at + 10);

export const readRecordSlot = (from: DataView, at: number): number => from.getUint32(at + 14);

/** The records of a chunk that is whole. */
export const readRecords = (content: Buffer): readonly JournalRecord[] => {
  const records: JournalRecord[] = [];
  for (let at = 0; at < content.length; ) {
    const number = content.readUInt32BE(at);
    const offset = content.readUInt16BE(at + 4) * twoTo32 + content.readUInt32BE(at + 6);
    const from = at + recordHeadBytes;
    at = from + content.readUInt32BE(at + 10);
    records.push({ number, offset, bytes: content.subarray(from, at) });
  }
  return records;
};
