import type { Memory } from './memory.ts';

export const pageBytes = 16 * 1024;

/** Memory in which entries of recordings wait for their own files: a number of pages, and never more. */
export class Pages {
  readonly #memory: Memory;
  /** Where in memory they begin. What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: number[] = [];
  #made = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Whether that much is used that what waits longest should go, one after the other. */
  get isFilling(): boolean {
    return this.#left < this.#memory.pages / 8;
  }

  /** Whether so little is left that what waits longest has to go at once. */
  get isScarce(): boolean {
    return this.#left < this.#memory.pages / 16;
  }

  /** Whether so many bytes have room, of so many recordings: what each has of them may begin near one page's end and end near another's beginning. */
  hasRoomFor(bytes: number, recordings: number): boolean {
    return bytes <= (this.#left - 2 * recordings) * pageBytes;
  }

  /** Where the next one begins. @throws RangeError when there is none. */
  take(): number {
    return this.#free.pop() ?? this.#make();
  }

  giveBack(pages: readonly number[]): void {
    this.#free.push(...pages);
  }

  get #left(): number {
    return this.#free.length + this.#memory.pages - this.#made;
  }

  #make(): number {
    if (this.#made === this.#memory.pages) throw new RangeError('No page is left.');
    this.#made += 1;
    return this.#memory.pageAt(this.#made - 1);
  }
}
