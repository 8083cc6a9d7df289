import { Cursors } from './cursors.ts';
import type { Memory } from './memory.ts';
import { type Pages, pageBytes } from './pages.ts';
import { readRecordLength, readRecordSlot, recordHeadBytes } from './record.ts';
import { Waiting } from './waiting.ts';

/** Brings entries from where they are in the order in which they came to where each recording has its own. */
export class Sorting {
  readonly #memory: Memory;
  readonly #pages: Pages;
  readonly #cursors = new Cursors();
  /** By slot. */
  readonly #waiting: Waiting[] = [];

  constructor(memory: Memory, pages: Pages) {
    this.#memory = memory;
    this.#pages = pages;
  }

  /** How many there are whose records may come. */
  get recordings(): number {
    return this.#cursors.count;
  }

  /** For one more recording, with so much in its file. */
  add(bytes: number): Waiting {
    const slot = this.#cursors.add();
    const waiting = new Waiting({
      slot,
      bytes,
      memory: this.#memory,
      pages: this.#pages,
      cursors: this.#cursors,
    });
    this.#waiting[slot] = waiting;
    return waiting;
  }

  /** None of its records is anywhere any more. */
  remove({ slot }: Waiting): void {
    this.#cursors.remove(slot);
  }

  /**
   * Copies the records between these two places, one after the other: so the processor fetches them before they are asked for. There are pages for
   * all of it, or this throws a RangeError.
   */
  sortOut(from: number, to: number): void {
    const { bytes, view } = this.#memory;
    for (let at = from; at < to; ) {
      const slot = readRecordSlot(view, at);
      const begin = at + recordHeadBytes;
      const end = begin + readRecordLength(view, at);
      at = end;
      const place = this.#cursors.get(slot);
      // Of its page; none at a page's end, and where it has no page.
      const left = -place & (pageBytes - 1);
      if (end - begin > left) {
        this.#waiting[slot]?.add(begin, end);
      } else {
        bytes.copyWithin(place, begin, end);
        this.#cursors.set(slot, place + end - begin);
      }
    }
  }
}
