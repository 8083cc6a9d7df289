/**
 * Memory in pieces of one size: a number of them, and never more. It is asked for once, when something is recorded, and what was never used of it
 * is not there; a piece at a time, it would be the garbage collector that costs most.
 */
export class Memory {
  readonly pieceBytes: number;
  readonly #max: number;
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: number[] = [];
  #made = 0;
  #all: Buffer | null = null;

  constructor({ pieceBytes, maxBytes }: { readonly pieceBytes: number; readonly maxBytes: number }) {
    this.pieceBytes = pieceBytes;
    this.#max = Math.max(2, Math.floor(maxBytes / pieceBytes));
  }

  /** Where the pieces are. */
  get all(): Buffer {
    this.#all ??= Buffer.allocUnsafeSlow(this.#max * this.pieceBytes);
    return this.#all;
  }

  /** Pieces that can be taken. */
  get left(): number {
    return this.#free.length + this.#max - this.#made;
  }

  /** Whether so little is left that what waits longest has to go. */
  get isScarce(): boolean {
    return this.left < this.#max / 5;
  }

  /** Where a piece begins. Null: there is none left. */
  take(): number | null {
    return this.#free.pop() ?? this.#make();
  }

  giveBack(piece: number): void {
    this.#free.push(piece);
  }

  #make(): number | null {
    if (this.#made === this.#max) return null;
    this.#made += 1;
    return (this.#made - 1) * this.pieceBytes;
  }
}
