import {
  type EntryType,
  entryHead,
  entryHeadBytes,
  type RecordingEntry,
  writeEntryHead,
} from '../../../protocol/recording.ts';
import { chunkHeadBytes, finishChunk } from './chunk.ts';
import type { Memory } from './memory.ts';
import { type RecordHead, recordHeadBytes, writeRecordHead } from './record.ts';
import type { Sorting } from './sorting.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Where the next record of a recording belongs. */
export interface RecordPlace extends Pick<RecordHead, 'number' | 'slot'> {
  /** Of its file, with all records before. */
  readonly bytes: number;
}

interface BlockNeeds {
  /** Where in memory it begins. */
  readonly at: number;
  readonly memory: Memory;
  readonly sorting: Sorting;
}

/** Memory that entries of all recordings are copied into, one after the other, on their way to the journal. */
export class Block {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #sorting: Sorting;
  readonly #begin: number;
  readonly #end: number;
  /** The chunk that is being filled: it begins at a block of the disk's. */
  #chunkAt = 0;
  #filled = 0;
  /** Where the first record is that has not been sorted out. */
  #sorted = 0;

  constructor({ at, memory, sorting }: BlockNeeds) {
    this.#bytes = memory.bytes;
    this.#view = memory.view;
    this.#sorting = sorting;
    this.#begin = at;
    this.#end = at + blockBytes;
  }

  /** Nothing is in it any more. */
  empty(): void {
    this.#startChunk(this.#begin);
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= this.#end;
  }

  /** Copies an entry for which there is room. For every frame that is recorded. */
  addEntry(place: RecordPlace, at: number, type: EntryType, payload: Uint8Array): void {
    const { length } = payload;
    const offset = this.#startRecord(place, entryHeadBytes + length);
    writeEntryHead(this.#bytes, offset, { at, type, length });
    this.#bytes.set(payload, offset + entryHeadBytes);
  }

  /** The same with a part of one. */
  addPiece(place: RecordPlace, piece: Uint8Array): void {
    this.#bytes.set(piece, this.#startRecord(place, piece.length));
  }

  /** Has what came since the last time where each recording has its own. */
  sortOut(): void {
    this.#sorting.sortOut(this.#sorted, this.#filled);
    this.#sorted = this.#filled;
  }

  /** What came since the last time, as it is to be written; it is sorted out. Null: nothing did. */
  takeChunk(): Buffer | null {
    const contentBytes = this.#filled - this.#chunkAt - chunkHeadBytes;
    if (contentBytes === 0) return null;
    this.sortOut();
    const chunk = finishChunk('records', this.#bytes.subarray(this.#chunkAt, this.#end), contentBytes);
    this.#startChunk(this.#chunkAt + chunk.length);
    return chunk;
  }

  #startChunk(at: number): void {
    this.#chunkAt = at;
    this.#filled = at + chunkHeadBytes;
    this.#sorted = this.#filled;
  }

  /** Where its content belongs. */
  #startRecord({ number, slot, bytes }: RecordPlace, length: number): number {
    const at = this.#filled;
    writeRecordHead(this.#view, at, { number, offset: bytes, length, slot });
    this.#filled = at + recordHeadBytes + length;
    return at + recordHeadBytes;
  }
}

/** An entry that is too large for one record. */
export function* piecesOf({ payload, ...head }: RecordingEntry): Generator<Buffer> {
  const entry = Buffer.concat([entryHead(head, payload.length), payload]);
  for (let from = 0; from < entry.length; from += largestPieceBytes)
    yield entry.subarray(from, from + largestPieceBytes);
}
