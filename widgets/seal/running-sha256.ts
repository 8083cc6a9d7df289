/** SHA-256 (FIPS 180-4) of what comes piece by piece: WebCrypto wants all of it at once, and a file may be larger than a browser's memory. */
export class RunningSha256 {
  readonly #state = Int32Array.from(initial);
  /** What is left of the last piece. */
  readonly #rest = new Uint8Array(blockBytes);
  readonly #words = new Int32Array(64);
  #bytes = 0;

  update(bytes: Uint8Array): void {
    const filled = this.#bytes % blockBytes;
    this.#bytes += bytes.length;
    let at = 0;
    if (filled > 0) {
      at = Math.min(blockBytes - filled, bytes.length);
      this.#rest.set(bytes.subarray(0, at), filled);
      if (filled + at < blockBytes) return;
      this.#take(this.#rest, 0);
    }
    for (; at + blockBytes <= bytes.length; at += blockBytes) this.#take(bytes, at);
    this.#rest.set(bytes.subarray(at));
  }

  /** Hexadecimal. Nothing can come after it. */
  digest(): string {
    const bytes = this.#bytes;
    // A one, zeros up to the last eight bytes of a block, and the length in bits.
    const ending = new Uint8Array(blockBytes - ((bytes + 8) % blockBytes) + 8);
    ending[0] = 0x80;
    const view = new DataView(ending.buffer);
    view.setUint32(ending.length - 8, Math.floor(bytes / 2 ** 29));
    view.setUint32(ending.length - 4, (bytes * 8) % 2 ** 32);
    this.update(ending);
    return [...this.#state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #take(bytes: Uint8Array, start: number): void {
    const words = this.#words;
    const byte = (at: number) => bytes[start + at] ?? 0;
    const word = (at: number) => words[at] ?? 0;
    for (let t = 0; t < 16; t += 1) {
      const at = 4 * t;
      words[t] = (byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3);
    }
    for (let t = 16; t < 64; t += 1) {
      const [early, late] = [word(t - 15), word(t - 2)];
      const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[t] = word(t - 16) + small0 + word(t - 7) + small1;
    }
    this.#mix();
  }

  #mix(): void {
    const state = this.#state;
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let t = 0; t < 64; t += 1) {
      const large1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const large0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const first = (h + large1 + ((e & f) ^ (~e & g)) + (constants[t] ?? 0) + (this.#words[t] ?? 0)) | 0;
      const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    const mixed = [a, b, c, d, e, f, g, h];
    for (let index = 0; index < 8; index += 1) state[index] = (state[index] ?? 0) + (mixed[index] ?? 0);
  }
}

const blockBytes = 64;

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first 32 bits of the fractions of the square roots of the first eight primes (§5.3.3). */
const initial = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The same of the cube roots of the first 64 primes (§4.2.2). */
const constants = Int32Array.from([
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
  ...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
  ...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
  ...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
  ...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
  ...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
  ...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
]);
