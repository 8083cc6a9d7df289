import { chunkHeadBytes, finishChunk } from './chunk.ts';
import type { Memory } from './memory.ts';
import { recordHeadBytes } from './record.ts';
import type { Sorting } from './sorting.ts';

export const blockBytes = 1024 * 1024;

interface BlockNeeds {
  /** Where in memory it begins. */
  readonly at: number;
  readonly memory: Memory;
  readonly sorting: Sorting;
}

/** Memory for entries of all recordings on their way to the journal. */
export class Block {
  readonly end: number;
  readonly #bytes: Buffer;
  readonly #sorting: Sorting;
  readonly #begin: number;
  /** The chunk that is being filled: it begins at a block of the disk's. */
  #chunkAt = 0;
  #filled = 0;
  /** Where the first record is that has not been sorted out. */
  #sorted = 0;

  constructor({ at, memory, sorting }: BlockNeeds) {
    this.#bytes = memory.bytes;
    this.#sorting = sorting;
    this.#begin = at;
    this.end = at + blockBytes;
  }

  /** Where the next record goes. */
  get filled(): number {
    return this.#filled;
  }

  /** Nothing is in it any more. */
  empty(): void {
    this.#startChunk(this.#begin);
  }

  hasRoomFor(bytes: number): boolean {
    return this.#filled + recordHeadBytes + bytes <= this.end;
  }

  /** Records are in it up to here. */
  fillTo(filled: number): void {
    this.#filled = filled;
  }

  /** With the records' heads. */
  get unsortedBytes(): number {
    return this.#filled - this.#sorted;
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
    const chunk = finishChunk('records', this.#bytes.subarray(this.#chunkAt, this.end), contentBytes);
    this.#startChunk(this.#chunkAt + chunk.length);
    return chunk;
  }

  #startChunk(at: number): void {
    this.#chunkAt = at;
    this.#filled = at + chunkHeadBytes;
    this.#sorted = this.#filled;
  }
}
