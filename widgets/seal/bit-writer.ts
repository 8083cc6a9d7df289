/** Bits into bytes, the lowest first (RFC 1951 §3.1.1). */
export class BitWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #held = 0;
  #heldBits = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(expectedBytes);
  }

  /** At most 16 bits. */
  write(value: number, bits: number): void {
    this.#held |= value << this.#heldBits;
    this.#heldBits += bits;
    while (this.#heldBits > 7) this.#byte();
  }

  end(): Uint8Array<ArrayBuffer> {
    if (this.#heldBits > 0) this.#byte();
    return this.#bytes.slice(0, this.#length);
  }

  #byte(): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2 + 64);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = this.#held;
    this.#held >>>= 8;
    this.#heldBits -= 8;
  }
}
