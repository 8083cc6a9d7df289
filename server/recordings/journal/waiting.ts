import type { Cursors } from './cursors.ts';
import type { Memory } from './memory.ts';
import { type Pages, pageBytes } from './pages.ts';

interface WaitingNeeds {
  readonly slot: number;
  /** Of its file. */
  readonly bytes: number;
  readonly memory: Memory;
  readonly pages: Pages;
  readonly cursors: Cursors;
}

/** The last bytes of one recording, which its own file does not have: in pages of memory, each byte as far from its page's beginning as in the file from a multiple of `pageBytes`. */
export class Waiting {
  readonly slot: number;
  readonly #memory: Memory;
  readonly #pages: Pages;
  readonly #cursors: Cursors;
  #taken: number[] = [];
  /** Which of the file's pages the first is. */
  #first = 0;
  /** Where in the file the next byte belongs when there is no page. */
  #next: number;
  #isDropped = false;

  constructor({ slot, bytes, memory, pages, cursors }: WaitingNeeds) {
    this.slot = slot;
    this.#next = bytes;
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

  /** What waits from one place in the file to another. */
  between(from: number, to: number): readonly Buffer[] {
    const pieces: Buffer[] = [];
    for (let at = from; at < to; ) {
      const index = Math.floor(at / pageBytes);
      const page = this.#taken[index - this.#first];
      if (page === undefined) throw new RangeError(`Nothing waits at ${at}.`);
      const end = Math.min(to, (index + 1) * pageBytes);
      pieces.push(this.#memory.bytes.subarray(page + at - index * pageBytes, page + end - index * pageBytes));
      at = end;
    }
    return pieces;
  }

  /** What is before this place in the file has been written. */
  letGo(to: number): void {
    const isAll = to === this.#end;
    const count = isAll ? this.#taken.length : Math.floor(to / pageBytes) - this.#first;
    this.#pages.giveBack(this.#taken.splice(0, count));
    this.#first += count;
    if (!isAll) return;
    this.#next = to;
    this.#cursors.set(this.slot, 0);
  }

  /** Nobody wants it any more, nor what comes. */
  drop(): void {
    this.#isDropped = true;
    this.#pages.giveBack(this.#taken);
    this.#taken = [];
    this.#cursors.set(this.slot, 0);
  }

  /** Where in the file the next byte belongs. */
  get #end(): number {
    const last = this.#taken.at(-1);
    if (last === undefined) return this.#next;
    return (this.#first + this.#taken.length - 1) * pageBytes + this.#cursors.get(this.slot) - last;
  }

  /** Where in memory the next byte belongs. */
  #room(): number {
    const at = this.#cursors.get(this.slot);
    if (at % pageBytes !== 0) return at;
    const page = this.#pages.take();
    const isFirst = this.#taken.length === 0;
    this.#taken.push(page);
    if (!isFirst) return page;
    this.#first = Math.floor(this.#next / pageBytes);
    return page + (this.#next % pageBytes);
  }
}
