import { blockBytes } from './block.ts';
import { pageBytes } from './pages.ts';

/** Of the processor's memory: what is written past the system's cache begins where a page does, and what WebAssembly calls memory does so, too. */
declare const WebAssembly: {
  readonly Memory: new (needs: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
};
const unitBytes = 64 * 1024;

const leastBlocks = 2;
const mostBlocks = 64;
const namesBytes = 64 * 1024;

/**
 * What a journal may have in memory, in one piece: within one, bytes are copied several times as quickly as from one to another. A quarter of it,
 * and 64 MiB at most, are blocks, behind them are names, and then pages. What was never used of it is not there.
 */
export class Memory {
  readonly blocks: number;
  readonly pages: number;
  #bytes: Buffer | null = null;
  #view: DataView | null = null;

  constructor(maxBytes: number) {
    const inBlocks = Math.min(maxBytes / 4, mostBlocks * blockBytes);
    this.blocks = Math.max(leastBlocks, Math.floor(inBlocks / blockBytes));
    this.pages = Math.max(1, Math.floor((maxBytes - inBlocks) / pageBytes));
  }

  /** All of it, before it is needed. @throws RangeError where the system has not so much. */
  ask(): Buffer {
    const units = Math.ceil(this.pageAt(this.pages) / unitBytes);
    this.#bytes ??= Buffer.from(new WebAssembly.Memory({ initial: units, maximum: units }).buffer);
    return this.#bytes;
  }

  get bytes(): Buffer {
    return this.#bytes ?? this.ask();
  }

  /** Of the same. */
  get view(): DataView {
    this.#view ??= new DataView(this.bytes.buffer);
    return this.#view;
  }

  blockAt(index: number): number {
    return index * blockBytes;
  }

  /** For a chunk of names. */
  get names(): Buffer {
    return this.bytes.subarray(this.blockAt(this.blocks), this.pageAt(0));
  }

  /** Never 0, and a multiple of `pageBytes`. */
  pageAt(index: number): number {
    return this.blockAt(this.blocks) + namesBytes + index * pageBytes;
  }
}
