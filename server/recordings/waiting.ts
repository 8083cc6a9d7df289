import { type EntryHead, entryHead, entryHeadBytes, writeEntryHead } from '../../protocol/recording.ts';
import type { Memory } from './journal/memory.ts';

/** Entries that a recording's file does not have yet, in their order: in pages of the memory that all recordings share. */
export class Waiting {
  readonly #memory: Memory;
  /** All but the last are full. */
  readonly #pages: Buffer[] = [];
  #last: Buffer | null = null;
  /** What is written of the first page already. */
  #from = 0;
  /** What there is in the last. */
  #filled = 0;
  #bytes = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** False: there is no memory for it, and nothing of it is here. */
  append(at: number, type: EntryHead['type'], payload: Uint8Array): boolean {
    const page = this.#last;
    const filled = this.#filled;
    const length = entryHeadBytes + payload.length;
    if (!page || filled + length > page.length) return this.#appendAcross(at, type, payload);
    writeEntryHead(page, filled, { at, type, length: payload.length });
    page.set(payload, filled + entryHeadBytes);
    this.#filled = filled + length;
    this.#bytes += length;
    return true;
  }

  /** All of it, to be written; it stays here until it is dropped. */
  pieces(): Buffer[] {
    const last = this.#pages.length - 1;
    return this.#pages.map((page, index) =>
      page.subarray(index === 0 ? this.#from : 0, index === last ? this.#filled : page.length),
    );
  }

  /** So many bytes of it are written. */
  drop(bytes: number): void {
    this.#bytes -= bytes;
    const { pieceBytes } = this.#memory;
    const end = this.#from + bytes;
    const whole = this.#bytes === 0 ? this.#pages.length : Math.floor(end / pieceBytes);
    for (const page of this.#pages.splice(0, whole)) this.#memory.giveBack(page);
    this.#from = end % pieceBytes;
    if (this.#pages.length > 0) return;
    this.#last = null;
    this.#from = 0;
  }

  #appendAcross(at: number, type: EntryHead['type'], payload: Uint8Array): boolean {
    const length = entryHeadBytes + payload.length;
    const { pieceBytes, left } = this.#memory;
    const room = this.#last ? pieceBytes - this.#filled : 0;
    if (Math.ceil((length - room) / pieceBytes) > left) return false;
    this.#copy(entryHead({ at, type }, payload.length));
    this.#copy(payload);
    this.#bytes += length;
    return true;
  }

  #copy(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const page = this.#pageWithRoom();
      const part = bytes.subarray(at, at + page.length - this.#filled);
      page.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  #pageWithRoom(): Buffer {
    if (this.#last && this.#filled < this.#last.length) return this.#last;
    const page = this.#memory.take();
    if (!page) throw new RangeError('There were fewer pages than it was said.');
    this.#pages.push(page);
    this.#last = page;
    this.#filled = 0;
    return page;
  }
}
