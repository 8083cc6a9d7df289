/** Repeats found in a body, in order: each is `distance << 9 | length`, or a byte that is no repeat, as `byte`. */
export type Symbols = Uint32Array;

const windowBytes = 32_768;
const hashes = 32_768;
const shortest = 4;
const longest = 258;
/** How many earlier places are compared before the best is taken. */
const tries = 32;
/** A repeat of this length is taken as it is; after a shorter one, the next byte may begin a longer. */
const goodEnough = 48;

export const lengthMask = 511;

/** The last 32 KiB of what went before, and where in it each run of bytes was seen: so that a small body after a large one costs little. */
export class RepeatFinder {
  readonly #latest = new Int32Array(hashes).fill(-windowBytes);
  readonly #earlier = new Int32Array(windowBytes);
  #bytes = new Uint8Array(0);
  /** How many bytes came before `#bytes[0]`. */
  #base = 0;

  /** What can be copied from earlier bodies or from this one, and what can't. */
  find(body: Uint8Array): Symbols {
    const start = this.#append(body);
    const bytes = this.#bytes;
    const symbols = new Uint32Array(body.length);
    let count = 0;
    let at = start;
    let here = this.#repeatAt(at);
    while (at < bytes.length) {
      const next = (here & lengthMask) < goodEnough ? this.#repeatAt(at + 1) : 0;
      const isRepeat = here > 0 && (next & lengthMask) <= (here & lengthMask);
      symbols[count++] = isRepeat ? here : (bytes[at] ?? 0);
      const end = at + (isRepeat ? here & lengthMask : 1);
      if (!isRepeat) here = next;
      else {
        // The place after this one has been looked at, unless this repeat was good enough.
        for (at += (here & lengthMask) < goodEnough ? 2 : 1; at < end; at += 1) this.#note(at);
        here = this.#repeatAt(end);
      }
      at = end;
    }
    return symbols.subarray(0, count);
  }

  #append(body: Uint8Array): number {
    const kept = this.#bytes.subarray(Math.max(0, this.#bytes.length - windowBytes));
    this.#base += this.#bytes.length - kept.length;
    this.#bytes = new Uint8Array(kept.length + body.length);
    this.#bytes.set(kept);
    this.#bytes.set(body, kept.length);
    return kept.length;
  }

  #hash(at: number): number {
    const bytes = this.#bytes;
    const word =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    return Math.imul(word, 0x9e3779b1) >>> 17;
  }

  /** Notes what stands here, and answers where the same hash was seen before. */
  #note(at: number): number {
    const hash = this.#hash(at);
    const before = this.#latest[hash] ?? 0;
    const place = this.#base + at;
    this.#earlier[place % windowBytes] = before;
    this.#latest[hash] = place;
    return before;
  }

  /** The longest repeat that begins here; 0 for none worth it. */
  #repeatAt(at: number): number {
    const bytes = this.#bytes;
    const most = Math.min(longest, bytes.length - at);
    if (most < shortest) return 0;
    const place = this.#base + at;
    let length = shortest - 1;
    let distance = 0;
    let seen = this.#note(at);
    for (let left = tries; left > 0 && seen >= 0 && place - seen < windowBytes; left -= 1) {
      const from = seen - this.#base;
      let same = 0;
      if (bytes[from + length] === bytes[at + length])
        while (same < most && bytes[from + same] === bytes[at + same]) same += 1;
      if (same > length) {
        length = same;
        distance = place - seen;
        if (same === most) break;
      }
      seen = this.#earlier[seen % windowBytes] ?? -1;
    }
    return distance && (distance << 9) | length;
  }
}
