import { Block, blockBytes, viewOf } from './block.ts';
import { readRecordBefore, readRecordLength, recordHeadBytes } from './record.ts';
import { Scratch } from './scratch.ts';

/**
 * What waits in memory: a number of blocks, and never more. It is asked for once, when something is recorded, and what was never used of it
 * is not there. A record is found by the next one of the same recording, so that nothing has to be kept of it anywhere else.
 */
export class Blocks {
  readonly #max: number;
  /** In the order in which they are in memory. */
  readonly #made: Block[] = [];
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Block[] = [];
  readonly #scratch = new Scratch();
  #memory: Buffer | null = null;

  constructor(maxBytes: number) {
    this.#max = Math.max(2, Math.floor(maxBytes / blockBytes));
  }

  /** Where records are. */
  get memory(): Buffer {
    this.#memory ??= Buffer.allocUnsafeSlow(this.#max * blockBytes);
    return this.#memory;
  }

  /** Whether that much is used that what waits longest should go, one after the other. */
  get isFilling(): boolean {
    return this.#left < this.#max / 2;
  }

  /** Whether so little is left that what waits longest has to go at once. */
  get isScarce(): boolean {
    return this.#left < this.#max / 5;
  }

  /** Null: there is none left. */
  take(): Block | null {
    const block = this.#free.pop() ?? this.#make();
    block?.empty();
    return block;
  }

  /** The journal has all of it, or never will. */
  journaled(block: Block): void {
    block.journaled();
    if (block.isOver) this.#free.push(block);
  }

  /** Hands over the last bytes of a recording, whose last record is there, and lets go of them once they are written. */
  async handOver(last: number, bytes: number, write: (content: Buffer) => Promise<unknown>): Promise<void> {
    const scratch = this.#scratch.take(bytes);
    try {
      const content = scratch.subarray(0, bytes);
      const records = this.#recordsOf(last, bytes, content);
      await write(content);
      this.#letGo(records);
    } finally {
      this.#scratch.giveBack(scratch);
    }
  }

  /** Nobody wants these any more. */
  drop(last: number, bytes: number): void {
    this.#letGo(this.#recordsOf(last, bytes, null));
  }

  /** The last record first, as they are linked; what is in them is copied on the way, because going by them a second time costs as much. */
  #recordsOf(last: number, bytes: number, to: Buffer | null): readonly number[] {
    const { memory } = this;
    const view = viewOf(memory);
    const records: number[] = [];
    for (let at = last, end = bytes; end > 0; at = readRecordBefore(view, at)) {
      const from = at + recordHeadBytes;
      const length = readRecordLength(view, at);
      end -= length;
      if (to) memory.copy(to, end, from, from + length);
      records[records.length] = at;
    }
    return records;
  }

  #letGo(records: readonly number[]): void {
    for (const at of records) {
      const block = this.#made[Math.floor(at / blockBytes)];
      if (!block) throw new RangeError('There is no such record.');
      block.unwant();
      if (block.isOver) this.#free.push(block);
    }
  }

  get #left(): number {
    return this.#free.length + this.#max - this.#made.length;
  }

  #make(): Block | null {
    if (this.#made.length === this.#max) return null;
    const block = new Block(this.memory, this.#made.length * blockBytes);
    this.#made.push(block);
    return block;
  }
}
