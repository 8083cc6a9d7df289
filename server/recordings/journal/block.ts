import { chunkHeadBytes, writeChunkHead } from './chunk.ts';
import { type RecordHead, recordHeadBytes, writeRecordHead } from './record.ts';

export const blockBytes = 1024 * 1024;
/** What one record can hold at most. */
export const largestPieceBytes = blockBytes - chunkHeadBytes - recordHeadBytes;

/** A part of the memory that entries of all recordings are copied into, one after the other. They go to the journal from here, and later to the recordings' own files. */
export class Block {
  readonly #memory: Buffer;
  readonly #view: DataView;
  readonly #from: number;
  /** The chunk that is being filled; like all places, one in that memory. */
  #chunkAt = 0;
  #filled = 0;
  /** Records that are not in their recording's own file. */
  #wanted = 0;
  #isJournaled = false;

  constructor(memory: Buffer, from: number) {
    this.#memory = memory;
    this.#view = viewOf(memory);
    this.#from = from;
  }

  /** Whether nobody needs what is in it. */
  get isOver(): boolean {
    return this.#isJournaled && this.#wanted === 0;
  }

  /** Nothing is in it any more. */
  empty(): void {
    this.#chunkAt = this.#from;
    this.#filled = this.#from + chunkHeadBytes;
    this.#wanted = 0;
    this.#isJournaled = false;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= this.#from + blockBytes;
  }

  /** Begins a record for which there is room. The answer is where it is; its bytes belong behind its head, to be copied there in the same task. */
  begin(head: RecordHead): number {
    const at = this.#filled;
    writeRecordHead(this.#view, at, head);
    this.#filled = at + recordHeadBytes + head.length;
    this.#wanted += 1;
    return at;
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

  /** The journal has all of it, or never will. */
  journaled(): void {
    this.#isJournaled = true;
  }

  /** One of its records is in its recording's own file. */
  unwant(): void {
    this.#wanted -= 1;
  }
}

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
