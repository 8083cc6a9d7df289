import { blockBytes } from './block.ts';
import { pageBytes } from './pages.ts';

const leastBlocks = 2;

/**
 * What a journal may have in memory, in one piece: within one, bytes are copied several times as quickly as from one to another. A quarter of it
 * are blocks, behind them are pages. What was never used of it is not there.
 */
export class Memory {
  readonly blocks: number;
  readonly pages: number;
  #bytes: Buffer | null = null;
  #view: DataView | null = null;

  constructor(maxBytes: number) {
    this.blocks = Math.max(leastBlocks, Math.floor(maxBytes / 4 / blockBytes));
    this.pages = Math.max(1, Math.floor((maxBytes * 3) / 4 / pageBytes));
  }

  get bytes(): Buffer {
    this.#bytes ??= Buffer.allocUnsafeSlow(this.blocks * blockBytes + this.pages * pageBytes);
    return this.#bytes;
  }

  /** Of the same. */
  get view(): DataView {
    this.#view ??= new DataView(this.bytes.buffer);
    return this.#view;
  }

  blockAt(index: number): number {
    return index * blockBytes;
  }

  /** Never 0, and a multiple of `pageBytes`. */
  pageAt(index: number): number {
    return this.blocks * blockBytes + index * pageBytes;
  }
}
