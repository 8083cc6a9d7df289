import { type Pages, pageBytes } from './pages.ts';

/** The last bytes of one recording, which its own file does not have: one after the other, in pages of memory. */
export class Waiting {
  readonly #pages: Pages;
  #taken: number[] = [];
  /** Where in the first page the first byte is. */
  #from = 0;
  /** Where the next byte belongs. */
  #at = 0;
  /** Where the page ends that it is in. */
  #end = 0;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** Copies them. There is memory for it, or this throws a RangeError. */
  add(bytes: Buffer): void {
    for (let copied = this.#fill(bytes); copied < bytes.length; copied += this.#fill(bytes.subarray(copied)))
      this.#begin(this.#pages.take());
  }

  /** Hands over all that there is now, and lets go of it once it is written. */
  async handOver(write: (pieces: readonly Buffer[]) => Promise<unknown>): Promise<void> {
    const [last, to] = [this.#taken.length - 1, this.#at];
    await write(this.#taken.map((page, index) => this.#piece(page, index, { last, to })));
    const isAll = this.#at === to && this.#taken.length === last + 1;
    this.#letGo(isAll ? last + 1 : last);
    this.#from = to;
  }

  /** Nobody wants it any more. */
  drop(): void {
    this.#letGo(this.#taken.length);
  }

  #piece(page: number, index: number, { last, to }: { readonly last: number; readonly to: number }): Buffer {
    const from = index === 0 ? this.#from : page;
    return this.#pages.memory.subarray(from, index === last ? to : page + pageBytes);
  }

  /** How much of it there was room for in this page. */
  #fill(bytes: Buffer): number {
    const copied = bytes.copy(this.#pages.memory, this.#at, 0, this.#end - this.#at);
    this.#at += copied;
    return copied;
  }

  #begin(page: number): void {
    if (this.#taken.length === 0) this.#from = page;
    this.#taken.push(page);
    this.#at = page;
    this.#end = page + pageBytes;
  }

  #letGo(count: number): void {
    this.#pages.giveBack(this.#taken.splice(0, count));
    if (this.#taken.length > 0) return;
    this.#at = 0;
    this.#end = 0;
  }
}
