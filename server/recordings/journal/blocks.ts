import { Block, blockBytes } from './block.ts';

const usualBytes = 64 * 1024;

/** Memory for entries on their way to the journal: a number of blocks, and never more. A record is found by the next one of the same recording. */
export class Blocks {
  readonly #max: number;
  readonly #made: Block[] = [];
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Block[] = [];
  readonly #scratch = Buffer.allocUnsafeSlow(usualBytes);

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
    const to = bytes > usualBytes ? Buffer.allocUnsafeSlow(bytes) : this.#scratch.subarray(0, bytes);
    for (let at = last, end = bytes; end > 0; ) {
      const block = this.#made[Math.floor(at / blockBytes)];
      if (!block) throw new RangeError('There is no such record.');
      end -= block.copyRecord(at, to, end);
      at = block.before(at);
    }
    return to;
  }

  #make(): Block | null {
    if (this.#made.length === this.#max) return null;
    const block = new Block(this.#made.length * blockBytes);
    this.#made.push(block);
    return block;
  }
}
