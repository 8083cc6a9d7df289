import type { Cursors } from './cursors.ts';
import type { Memory } from './memory.ts';
import { type Pages, pageBytes } from './pages.ts';

interface WaitingNeeds {
  readonly slot: number;
  readonly memory: Memory;
  readonly pages: Pages;
  readonly cursors: Cursors;
}

/** The last bytes of one recording, which its own file does not have: one after the other, in pages of memory. */
export class Waiting {
  readonly slot: number;
  readonly #memory: Memory;
  readonly #pages: Pages;
  readonly #cursors: Cursors;
  #taken: number[] = [];
  /** Where in the first page the first byte is. */
  #from = 0;
  #isDropped = false;

  constructor({ slot, memory, pages, cursors }: WaitingNeeds) {
    this.slot = slot;
    this.#memory = memory;
    this.#pages = pages;
    this.#cursors = cursors;
  }

  /** Copies what is between these two places. There are pages for it, or this throws a RangeError. */
  add(from: number, end: number): void {
    if (this.#isDropped) return;
    for (let at = from; at < end; ) {
      const place = this.#room();
      const copied = Math.min(end - at, pageBytes - (place % pageBytes));
      this.#memory.bytes.copyWithin(place, at, at + copied);
      this.#cursors.set(this.slot, place + copied);
      at += copied;
    }
  }

  /** Hands over all that there is now, and lets go of it once it is written. */
  async handOver(write: (pieces: readonly Buffer[]) => Promise<unknown>): Promise<void> {
    const [last, to] = [this.#taken.length - 1, this.#at];
    await write(this.#taken.map((page, index) => this.#piece(page, index, { last, to })));
    const isAll = this.#at === to && this.#taken.length === last + 1;
    this.#letGo(isAll ? last + 1 : last);
    this.#from = to;
  }

  /** Nobody wants it any more, nor what comes. */
  drop(): void {
    this.#isDropped = true;
    this.#letGo(this.#taken.length);
  }

  get #at(): number {
    return this.#cursors.get(this.slot);
  }

  /** Where the next byte belongs; at a page's end, in another one. */
  #room(): number {
    const at = this.#at;
    if (at % pageBytes !== 0) return at;
    const page = this.#pages.take();
    if (this.#taken.length === 0) this.#from = page;
    this.#taken.push(page);
    return page;
  }

  #piece(page: number, index: number, { last, to }: { readonly last: number; readonly to: number }): Buffer {
    const from = index === 0 ? this.#from : page;
    return this.#memory.bytes.subarray(from, index === last ? to : page + pageBytes);
  }

  #letGo(count: number): void {
    this.#pages.giveBack(this.#taken.splice(0, count));
    if (this.#taken.length === 0) this.#cursors.set(this.slot, 0);
  }
}
