/**
 * A record is a piece of one recording's file: the recording's number in this journal (u32), where in the file (u48), length (u32), what only the
 * process that writes it goes by (u32: where in its memory the recording's record before this is), bytes.
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
  /** Where in memory the recording's record before this is; of the first, nothing is said. */
  readonly before: number;
}

/** For every frame that is recorded. */
export const writeRecordHead = (
  to: Buffer,
  at: number,
  { number, offset, length, before }: RecordHead,
): void => {
  to.writeUInt32BE(number, at);
  to.writeUInt16BE(Math.floor(offset / twoTo32), at + 4);
  to.writeUInt32BE(offset % twoTo32, at + 6);
  to.writeUInt32BE(length, at + 10);
  to.writeUInt32BE(before, at + 14);
};

export const readRecordLength = (from: Buffer, at: number): number => from.readUInt32BE(at + 10);

export const readRecordBefore = (from: Buffer, at: number): number => from.readUInt32BE(at + 14);

/** The records of a chunk that is whole. */
export const readRecords = (content: Buffer): readonly JournalRecord[] => {
  const records: JournalRecord[] = [];
  for (let at = 0; at < content.length; ) {
    const number = content.readUInt32BE(at);
    const offset = content.readUInt16BE(at + 4) * twoTo32 + content.readUInt32BE(at + 6);
    const from = at + recordHeadBytes;
    at = from + readRecordLength(content, at);
    records.push({ number, offset, bytes: content.subarray(from, at) });
  }
  return records;
};
