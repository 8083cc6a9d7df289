import {
  type EntryType,
  entryHead,
  entryHeadBytes,
  type RecordingEntry,
  writeEntryHead,
} from '../../../protocol/recording.ts';
import { blockBytes } from './block.ts';
import { chunkHeadBytes } from './chunk.ts';
import type { Memory } from './memory.ts';
import { type RecordHead, recordHeadBytes, writeRecordHead } from './record.ts';

/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** Where the next record of a recording belongs. */
export interface RecordPlace extends Pick<RecordHead, 'number' | 'slot'> {
  /** Of its file, with all records before. */
  readonly bytes: number;
}

interface IncomingNeeds {
  readonly memory: Memory;
  /** Makes room for a record of so many bytes, as `goOn` says where. False: there is no memory left. */
  readonly makeRoom: (bytes: number) => boolean;
}

/**
 * Where entries of all recordings are copied to, one after the other, on their way to the journal. What every frame needs of the journal is here,
 * side by side: what else the relay does has the processor forget it from one frame to the next.
 */
export class Incoming {
  #bytes: Buffer | null = null;
  #filled = 0;
  /** Before it, records are taken in without asking. */
  #end = 0;
  #records = 0;
  readonly #memory: Memory;
  readonly #makeRoom: IncomingNeeds['makeRoom'];

  constructor({ memory, makeRoom }: IncomingNeeds) {
    this.#memory = memory;
    this.#makeRoom = makeRoom;
  }

  /** Where the next record goes. */
  get filled(): number {
    return this.#filled;
  }

  /** How many were taken in, of all there ever were. */
  get records(): number {
    return this.#records;
  }

  /** The next record goes here, and those behind it that end before `end`. */
  goOn(from: number, end: number): void {
    this.#bytes = this.#memory.bytes;
    this.#filled = from;
    this.#end = end;
  }

  /** There is no place for the next record. */
  stop(): void {
    this.#end = this.#filled;
  }

  /** Copies an entry of `largestPieceBytes` at most. For every frame that is recorded. False: there is no memory left. */
  addEntry(place: RecordPlace, at: number, type: EntryType, payload: Uint8Array): boolean {
    const { length } = payload;
    const bytes = entryHeadBytes + length;
    if (this.#filled + recordHeadBytes + bytes > this.#end && !this.#makeRoom(bytes)) return false;
    const to = this.#bytes;
    if (!to) return false;
    const offset = this.#startRecord(to, place, bytes);
    writeEntryHead(to, offset, { at, type, length });
    to.set(payload, offset + entryHeadBytes);
    return true;
  }

  /** The same with a part of one. */
  addPiece(place: RecordPlace, piece: Uint8Array): boolean {
    if (this.#filled + recordHeadBytes + piece.length > this.#end && !this.#makeRoom(piece.length))
      return false;
    const to = this.#bytes;
    to?.set(piece, this.#startRecord(to, place, piece.length));
    return to !== null;
  }

  /** Where its content belongs. */
  #startRecord(to: Buffer, { number, slot, bytes }: RecordPlace, length: number): number {
    const at = this.#filled;
    writeRecordHead(to, at, { number, offset: bytes, length, slot });
    this.#filled = at + recordHeadBytes + length;
    this.#records += 1;
    return at + recordHeadBytes;
  }
}

/** An entry that is too large for one record. */
export function* piecesOf({ payload, ...head }: RecordingEntry): Generator<Buffer> {
  const entry = Buffer.concat([entryHead(head, payload.length), payload]);
  for (let from = 0; from < entry.length; from += largestPieceBytes)
    yield entry.subarray(from, from + largestPieceBytes);
}
