import { Block } from './block.ts';
import type { Memory } from './memory.ts';
import type { Sorting } from './sorting.ts';

/** Memory for entries on their way to the journal: a number of blocks, and never more. */
export class Blocks {
  readonly #memory: Memory;
  readonly #sorting: Sorting;
  #made = 0;
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Block[] = [];

  constructor(memory: Memory, sorting: Sorting) {
    this.#memory = memory;
    this.#sorting = sorting;
  }

  /** Null: there is none left. */
  take(): Block | null {
    const block = this.#free.pop() ?? this.#make();
    block?.empty();
    return block;
  }

  /** Nobody needs what is in it. */
  giveBack(block: Block): void {
    this.#free.push(block);
  }

  #make(): Block | null {
    if (this.#made === this.#memory.blocks) return null;
    this.#made += 1;
    return new Block({
      at: this.#memory.blockAt(this.#made - 1),
      memory: this.#memory,
      sorting: this.#sorting,
    });
  }
}
