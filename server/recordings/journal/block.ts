import { type EntryHead, entryHead, entryHeadBytes, writeEntryHead } from '../../../protocol/recording.ts';
import { chunkHeadBytes, writeChunkHead } from './chunk.ts';
import {
  type RecordHead,
  readRecordBefore,
  readRecordLength,
  recordHeadBytes,
  writeRecordHead,
} from './record.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Where a record belongs, and what it follows. */
type RecordPlace = Omit<RecordHead, 'length'>;

/** Memory that entries of all recordings are copied into, one after the other, on their way to the journal. */
export class Block {
  readonly #memory = Buffer.allocUnsafeSlow(blockBytes);
  readonly #view = new DataView(this.#memory.buffer);
  /** Where records in it are begins with this. */
  readonly #from: number;
  /** The chunk that is being filled. */
  #chunkAt = 0;
  #filled = 0;

  constructor(from: number) {
    this.#from = from;
  }

  /** Nothing is in it any more. */
  empty(): void {
    this.#chunkAt = 0;
    this.#filled = chunkHeadBytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= blockBytes;
  }

  /** Copies an entry for which there is room, and answers where its record is. For every frame that is recorded. */
  addEntry({ number, offset, before }: RecordPlace, head: EntryHead, payload: Uint8Array): number {
    const at = this.#begin({ number, offset, before, length: entryHeadBytes + payload.length });
    writeEntryHead(this.#memory, at + recordHeadBytes, head);
    this.#memory.set(payload, at + recordHeadBytes + entryHeadBytes);
    return this.#from + at;
  }

  /** The same with a part of one. */
  addPiece(place: RecordPlace, piece: Uint8Array): number {
    const at = this.#begin({ ...place, length: piece.length });
    this.#memory.set(piece, at + recordHeadBytes);
    return this.#from + at;
  }

  /** Copies what the record that is there has, so that it ends there. The answer is how much that is. */
  copyRecord(record: number, to: Buffer, end: number): number {
    const at = record - this.#from;
    const length = readRecordLength(this.#view, at);
    const from = at + recordHeadBytes;
    this.#memory.copy(to, end - length, from, from + length);
    return length;
  }

  /** Where the record is that its recording had before the one that is there. */
  before(record: number): number {
    return readRecordBefore(this.#view, record - this.#from);
  }

  /** What came since the last time, as it is to be written. Null: nothing did. */
  takeChunk(): Buffer | null {
    const chunk = this.#memory.subarray(this.#chunkAt, this.#filled);
    if (chunk.length <= chunkHeadBytes) return null;
    writeChunkHead('records', chunk);
    this.#chunkAt = this.#filled;
    this.#filled += chunkHeadBytes;
    return chunk;
  }

  #begin(head: RecordHead): number {
    const at = this.#filled;
    writeRecordHead(this.#view, at, head);
    this.#filled = at + recordHeadBytes + head.length;
    return at;
  }
}

/** An entry that is too large for one record. */
export function* piecesOf(head: EntryHead, payload: Uint8Array): Generator<Buffer> {
  const entry = Buffer.concat([entryHead(head, payload.length), payload]);
  for (let from = 0; from < entry.length; from += largestPieceBytes)
    yield entry.subarray(from, from + largestPieceBytes);
}
