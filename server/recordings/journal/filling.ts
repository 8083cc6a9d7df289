import type { Block } from './block.ts';
import { Blocks } from './blocks.ts';
import { Incoming } from './incoming.ts';
import type { Memory } from './memory.ts';
import type { Pages } from './pages.ts';
import { recordHeadBytes } from './record.ts';
import type { Sorting } from './sorting.ts';

interface FillingNeeds {
  readonly memory: Memory;
  readonly pages: Pages;
  readonly sorting: Sorting;
  /** Something is here that has to be written; `isMuch`: at once. */
  readonly onFilled: (isMuch: boolean) => void;
}

/** What is to be written, and the blocks that nothing more goes into. */
interface Taken {
  readonly chunks: readonly Buffer[];
  readonly full: readonly Block[];
}

/** So many full blocks are written at once. */
const muchBlocks = 4;

/** What was taken in and is not in the journal yet: in blocks, of which the last is being filled. */
export class Filling {
  /** Where all entries come in. */
  readonly incoming: Incoming;
  readonly #pages: Pages;
  readonly #sorting: Sorting;
  readonly #blocks: Blocks;
  readonly #onFilled: FillingNeeds['onFilled'];
  /** Fewer where there are few. */
  readonly #muchBlocks: number;
  #block: Block | null = null;
  /** Not written to their ends. */
  #full: Block[] = [];
  /** Of those that were taken in, how many are not in blocks alone. */
  #sortedRecords = 0;

  constructor({ memory, pages, sorting, onFilled }: FillingNeeds) {
    this.incoming = new Incoming({ memory, makeRoom: (bytes) => this.#makeRoom(bytes) });
    this.#pages = pages;
    this.#sorting = sorting;
    this.#blocks = new Blocks(memory, sorting);
    this.#onFilled = onFilled;
    this.#muchBlocks = Math.min(muchBlocks, Math.ceil(memory.blocks / 8));
  }

  /** Whether there is so much that it is to be written at once. */
  get isMuch(): boolean {
    return this.#full.length >= this.#muchBlocks;
  }

  /** Has all that was taken in where each recording has its own. */
  sortOut(): void {
    for (const block of this.#full) block.sortOut();
    this.#current()?.sortOut();
    this.#sortedRecords = this.incoming.records;
  }

  /** All of it, sorted out. Its memory is as it is until `giveBack`. */
  take(): Taken {
    this.sortOut();
    const full = this.#full;
    this.#full = [];
    const current = this.#current();
    const chunks = [...full, ...(current ? [current] : [])].flatMap((block) => block.takeChunk() ?? []);
    // Behind it; and what comes next has to be written, too.
    if (current) this.incoming.goOn(current.filled, current.filled);
    return { chunks, full };
  }

  giveBack({ full }: Pick<Taken, 'full'>): void {
    for (const block of full) this.#blocks.giveBack(block);
  }

  /** Nobody wants what is here, but where each recording has its own. */
  empty(): void {
    this.sortOut();
    this.giveBack({ full: this.#full });
    if (this.#block) this.#blocks.giveBack(this.#block);
    this.#full = [];
    this.#block = null;
    this.incoming.stop();
  }

  /** There is one recording more: what had room may not have it now. */
  askAgain(): void {
    this.incoming.stop();
  }

  /** For one record of so many bytes. False: no memory is left, because the disk is too slow. */
  #makeRoom(bytes: number): boolean {
    // What is sorted out needs less than what may have to be.
    if (!this.#hasRoomFor(bytes, 1)) this.sortOut();
    if (!this.#hasRoomFor(bytes, 1)) return false;
    const isFull = this.#current()?.hasRoomFor(bytes) === false;
    const block = this.#block && !isFull ? this.#block : this.#next();
    if (!block) return false;
    this.#onFilled(isFull && this.isMuch);
    // Then nothing is asked before the block is full.
    const isRoomy = this.#hasRoomFor(block.end - block.filled, Number.POSITIVE_INFINITY);
    this.incoming.goOn(block.filled, isRoomy ? block.end : block.filled + recordHeadBytes + bytes);
    return true;
  }

  /** Whether so much has room in pages, with what is in blocks alone. */
  #hasRoomFor(bytes: number, records: number): boolean {
    const waiting = this.incoming.records - this.#sortedRecords;
    let waitingBytes = this.#current()?.unsortedBytes ?? 0;
    for (const block of this.#full) waitingBytes += block.unsortedBytes;
    const recordings = Math.min(waiting + records, this.#sorting.recordings);
    return this.#pages.hasRoomFor(waitingBytes - waiting * recordHeadBytes + bytes, recordings);
  }

  /** The block that is being filled, as far as it is. */
  #current(): Block | null {
    this.#block?.fillTo(this.incoming.filled);
    return this.#block;
  }

  /** Null: there is none left. */
  #next(): Block | null {
    const block = this.#blocks.take();
    if (!block) return null;
    const full = this.#current();
    if (full) this.#full.push(full);
    this.#block = block;
    this.incoming.goOn(block.filled, block.filled);
    return block;
  }
}
