import { Block, blockBytes, viewOf } from './block.ts';
import { readRecordBefore, readRecordLength, recordHeadBytes } from './record.ts';

const usualBytes = 64 * 1024;

/** Memory for entries on their way to the journal: a number of blocks, and never more. A record is found by the next one of the same recording. */
export class Blocks {
  readonly #max: number;
  #made = 0;
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Block[] = [];
  readonly #scratch = Buffer.allocUnsafeSlow(usualBytes);
  #memory: Buffer | null = null;

  constructor(maxBytes: number) {
    this.#max = Math.max(2, Math.floor(maxBytes / blockBytes));
  }

  get count(): number {
    return this.#max;
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

  /** The last bytes of a recording, whose last record is there; they are good until this is called again. */
  collect(last: number, bytes: number): Buffer {
    const memory = this.#whole();
    const view = viewOf(memory);
    const to = bytes > usualBytes ? Buffer.allocUnsafeSlow(bytes) : this.#scratch.subarray(0, bytes);
    for (let at = last, end = bytes; end > 0; at = readRecordBefore(view, at)) {
      const from = at + recordHeadBytes;
      const length = readRecordLength(view, at);
      end -= length;
      memory.copy(to, end, from, from + length);
    }
    return to;
  }

  #whole(): Buffer {
    this.#memory ??= Buffer.allocUnsafeSlow(this.#max * blockBytes);
    return this.#memory;
  }

  #make(): Block | null {
    if (this.#made === this.#max) return null;
    this.#made += 1;
    return new Block(this.#whole(), (this.#made - 1) * blockBytes);
  }
}
