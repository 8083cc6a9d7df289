import { type EntryHead, entryHead, entryHeadBytes, writeEntryHead } from '../../protocol/recording.ts';
import type { Memory } from './journal/memory.ts';

/**
 * Entries that a recording's file does not have yet, in their order: in pages of the memory that all recordings share. Pages are numbers here: at
 * a thousand recordings, each object that a frame goes by is one that the processor has to fetch.
 */
export class Waiting {
  readonly #memory: Memory;
  /** Where each begins in that memory. All but the last are full. */
  readonly #pages: number[] = [];
  /** Where the next byte belongs in it, and what is left of the last page from there on. */
  #at = 0;
  #room = 0;
  /** What is written of the first page already. */
  #from = 0;
  #bytes = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** False: there is no memory for it, and nothing of it is here. */
  append(at: number, type: EntryHead['type'], payload: Uint8Array): boolean {
    const length = entryHeadBytes + payload.length;
    if (length > this.#room) return this.#appendAcross(at, type, payload);
    const { all } = this.#memory;
    const to = this.#at;
    writeEntryHead(all, to, { at, type, length: payload.length });
    all.set(payload, to + entryHeadBytes);
    this.#at = to + length;
    this.#room -= length;
    this.#bytes += length;
    return true;
  }

  /** All of it, to be written; it stays here until it is dropped. */
  pieces(): Buffer[] {
    const { all, pieceBytes } = this.#memory;
    const last = this.#pages.length - 1;
    return this.#pages.map((page, index) =>
      all.subarray(index === 0 ? page + this.#from : page, index === last ? this.#at : page + pieceBytes),
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
    this.#room = 0;
    this.#from = 0;
  }

  #appendAcross(at: number, type: EntryHead['type'], payload: Uint8Array): boolean {
    const length = entryHeadBytes + payload.length;
    const { pieceBytes, left } = this.#memory;
    if (Math.ceil((length - this.#room) / pieceBytes) > left) return false;
    this.#copy(entryHead({ at, type }, payload.length));
    this.#copy(payload);
    this.#bytes += length;
    return true;
  }

  #copy(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#room === 0) this.#nextPage();
      const part = bytes.subarray(at, at + this.#room);
      this.#memory.all.set(part, this.#at);
      this.#at += part.length;
      this.#room -= part.length;
      at += part.length;
    }
  }

  #nextPage(): void {
    const page = this.#memory.take();
    if (page === null) throw new RangeError('There were fewer pages than it was said.');
    this.#pages.push(page);
    this.#at = page;
    this.#room = this.#memory.pieceBytes;
  }
}
