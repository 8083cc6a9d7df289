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

/** Before there is memory. */
const nowhere = Buffer.alloc(0);

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
  #bytes: Buffer = nowhere;
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
    if (!this.#hasRoomFor(entryHeadBytes + length)) return false;
    const offset = this.#startRecord(place, entryHeadBytes + length);
    writeEntryHead(this.#bytes, offset, { at, type, length });
    this.#bytes.set(payload, offset + entryHeadBytes);
    return true;
  }

  /** The same with a part of one. */
  addPiece(place: RecordPlace, piece: Uint8Array): boolean {
    if (!this.#hasRoomFor(piece.length)) return false;
    this.#bytes.set(piece, this.#startRecord(place, piece.length));
    return true;
  }

  #hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= this.#end || this.#makeRoom(bytes);
  }

  /** Where its content belongs. */
  #startRecord({ number, slot, bytes }: RecordPlace, length: number): number {
    const at = this.#filled;
    writeRecordHead(this.#bytes, at, { number, offset: bytes, length, slot });
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
