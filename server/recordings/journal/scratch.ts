const usualBytes = 512 * 1024;
const kept = 4;

/** Memory in which something is put together to be written. It is used again: new buffers all the time would be the garbage collector's work. */
export class Scratch {
  readonly #free: Buffer[] = [];

  /** So much of it, or more. */
  take(bytes: number): Buffer {
    if (bytes > usualBytes) return Buffer.allocUnsafeSlow(bytes);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(usualBytes);
  }

  giveBack(buffer: Buffer): void {
    if (buffer.length === usualBytes && this.#free.length < kept) this.#free.push(buffer);
  }
}
