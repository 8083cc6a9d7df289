import { unmask } from './unmask.ts';
import { headRoom } from './wire-frame.ts';

/** A message's payload as it comes in, a piece at a time. It never holds more than twice what has come. */
export class Gathering {
  #bytes = nothing;
  #end = headRoom;

  /** Copies a piece and takes its mask off. `more`: how many bytes are known to follow; infinite when that isn't known. */
  add(piece: Buffer, mask: number, more: number): void {
    const end = this.#end + piece.length;
    if (end > this.#bytes.length) this.#grow(end + Math.min(more, piece.length + this.length));
    piece.copy(this.#bytes, this.#end);
    unmask(this.#bytes.subarray(this.#end, end), mask);
    this.#end = end;
  }

  get length(): number {
    return this.#end - headRoom;
  }

  /** Hands out what was gathered, behind `headRoom` bytes that are free to use, and begins anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#bytes = nothing;
    this.#end = headRoom;
    return taken;
  }

  #grow(size: number): void {
    const bytes = Buffer.allocUnsafe(size);
    this.#bytes.copy(bytes, 0, 0, this.#end);
    this.#bytes = bytes;
  }
}

const nothing = Buffer.alloc(0);
