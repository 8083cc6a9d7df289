import { Block, blockBytes } from './block.ts';

/** What waits in memory for the journal: a number of blocks, and never more. */
export class Blocks {
  readonly #max: number;
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Block[] = [];
  #made = 0;

  constructor(maxBytes: number) {
    this.#max = Math.max(2, Math.floor(maxBytes / blockBytes));
  }

  /** Null: there is none left. */
  take(): Block | null {
    const block = this.#free.pop() ?? this.#make();
    block?.empty();
    return block;
  }

  /** The journal has all of it, or never will. */
  giveBack(block: Block): void {
    this.#free.push(block);
  }

  #make(): Block | null {
    if (this.#made === this.#max) return null;
    this.#made += 1;
    return new Block();
  }
}
