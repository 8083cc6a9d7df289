import { type EntryHead, entryHead, entryHeadBytes, writeEntryHead } from '../../../protocol/recording.ts';
import { type Pages, pageBytes } from './pages.ts';

/** The last entries of one recording, which its own file does not have: one after the other, in pages of memory. */
export class Waiting {
  readonly #memory: Buffer;
  /** Where the next byte belongs. */
  #at = 0;
  /** Where the page ends that it is in. */
  #end = 0;
  readonly #pages: Pages;
  #taken: number[] = [];
  /** Where in the first page the first byte is. */
  #from = 0;

  constructor(pages: Pages) {
    this.#memory = pages.memory;
    this.#pages = pages;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#at + bytes <= this.#end || this.#pages.has(this.#missing(bytes));
  }

  /** Copies an entry for which there is room. For every frame that is recorded. */
  add(head: EntryHead, payload: Uint8Array): void {
    const at = this.#at;
    const end = at + entryHeadBytes + payload.length;
    if (end > this.#end) return this.#addInParts(head, payload);
    writeEntryHead(this.#memory, at, head);
    this.#memory.set(payload, at + entryHeadBytes);
    this.#at = end;
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
    return this.#memory.subarray(index === 0 ? this.#from : page, index === last ? to : page + pageBytes);
  }

  #addInParts(head: EntryHead, payload: Uint8Array): void {
    const entry = Buffer.concat([entryHead(head, payload.length), payload]);
    const pages = this.#missing(entry.length);
    let copied = this.#fill(entry);
    for (let taken = 0; taken < pages; taken += 1) {
      this.#begin(this.#pages.take());
      copied += this.#fill(entry.subarray(copied));
    }
  }

  /** How many pages more so many bytes need. */
  #missing(bytes: number): number {
    return Math.ceil((bytes - (this.#end - this.#at)) / pageBytes);
  }

  #begin(page: number): void {
    if (this.#taken.length === 0) this.#from = page;
    this.#taken.push(page);
    this.#at = page;
    this.#end = page + pageBytes;
  }

  /** How much of it there was room for in this page. */
  #fill(bytes: Buffer): number {
    const copied = bytes.copy(this.#memory, this.#at, 0, this.#end - this.#at);
    this.#at += copied;
    return copied;
  }

  #letGo(count: number): void {
    this.#pages.giveBack(this.#taken.splice(0, count));
    if (this.#taken.length > 0) return;
    this.#at = 0;
    this.#end = 0;
  }
}
