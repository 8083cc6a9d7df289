import { Block, blockBytes } from './block.ts';

/**
 * The memory of a journal: a number of blocks, and never more. It is asked for once, when something is recorded, and what was never used of
 * it is not there; a block at a time, it would be the garbage collector that costs most.
 */
export class Blocks {
  readonly #max: number;
  readonly #all: Block[] = [];
  readonly #free: Block[] = [];
  #memory: Buffer | null = null;

  constructor(maxBytes: number) {
    this.#max = Math.max(2, Math.floor(maxBytes / blockBytes));
  }

  /** Whether so little is left that what waits longest has to go. */
  get areScarce(): boolean {
    return this.#all.length - this.#free.length > this.#max * 0.75;
  }

  /** Held once, by whoever takes it. Null: there is none left. */
  take(): Block | null {
    const block = this.#free.pop() ?? this.#make();
    block?.hold();
    return block;
  }

  /** The block of this number: one that is held. */
  at(number: number): Block {
    const block = this.#all[number];
    if (!block) throw new RangeError(`There is no block ${number}.`);
    return block;
  }

  #make(): Block | null {
    if (this.#all.length === this.#max) return null;
    this.#memory ??= Buffer.allocUnsafeSlow(this.#max * blockBytes);
    const number = this.#all.length;
    const bytes = this.#memory.subarray(number * blockBytes, (number + 1) * blockBytes);
    const block = new Block(number, bytes, (free) => this.#free.push(free));
    this.#all.push(block);
    return block;
  }
}
