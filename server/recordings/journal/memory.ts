/**
 * Memory in pieces of one size: a number of them, and never more. It is asked for once, when something is recorded, and what was never used of it
 * is not there; a piece at a time, it would be the garbage collector that costs most.
 */
export class Memory {
  readonly pieceBytes: number;
  readonly #max: number;
  /** What was given back last is taken next: it is the likeliest to be in the processor's cache. */
  readonly #free: Buffer[] = [];
  #made = 0;
  #all: Buffer | null = null;

  constructor({ pieceBytes, maxBytes }: { readonly pieceBytes: number; readonly maxBytes: number }) {
    this.pieceBytes = pieceBytes;
    this.#max = Math.max(2, Math.floor(maxBytes / pieceBytes));
  }

  /** Pieces that can be taken. */
  get left(): number {
    return this.#free.length + this.#max - this.#made;
  }

  /** Whether so little is left that what waits longest has to go. */
  get isScarce(): boolean {
    return this.left < this.#max / 5;
  }

  /** Null: there is none left. */
  take(): Buffer | null {
    return this.#free.pop() ?? this.#make();
  }

  giveBack(piece: Buffer): void {
    this.#free.push(piece);
  }

  #make(): Buffer | null {
    if (this.#made === this.#max) return null;
    this.#all ??= Buffer.allocUnsafeSlow(this.#max * this.pieceBytes);
    const from = this.#made * this.pieceBytes;
    this.#made += 1;
    return this.#all.subarray(from, from + this.pieceBytes);
  }
}
