import type { FrameKind, Role } from '../../protocol/frame.ts';

interface Rate {
  readonly perSecond: number;
  readonly bytesPerSecond: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** What one participant may send of a kind, on average; twice as much at once after a pause. */
const frameRates: Readonly<Record<Role, Readonly<Record<FrameKind, Rate>>>> = (() => {
  const both = {
    pointer: { perSecond: 120, bytesPerSecond: 128 * KiB },
    drawing: { perSecond: 120, bytesPerSecond: 512 * KiB },
    chat: { perSecond: 10, bytesPerSecond: 128 * KiB },
    call: { perSecond: 60, bytesPerSecond: 512 * KiB },
    file: { perSecond: 200, bytesPerSecond: 16 * MiB },
  };
  const none = { perSecond: 0, bytesPerSecond: 0 };
  return {
    visitor: {
      ...both,
      page: { perSecond: 200, bytesPerSecond: 16 * MiB },
      asset: { perSecond: 100, bytesPerSecond: 16 * MiB },
      console: { perSecond: 60, bytesPerSecond: 2 * MiB },
      device: { perSecond: 60, bytesPerSecond: 16 * MiB },
      input: none,
    },
    agent: {
      ...both,
      input: { perSecond: 240, bytesPerSecond: 512 * KiB },
      page: none,
      asset: none,
      console: none,
      device: none,
    },
  };
})();

const controlRate: Rate = { perSecond: 20, bytesPerSecond: 256 * KiB };

/** The largest control message, in characters; the longest legal one is a sealed key of 64 KiB. */
export const maxControlLength = 96 * KiB;

/**
 * Two leaky buckets, of messages and of bytes, that hold two seconds' worth. All in small whole numbers, which are all that an object holds by itself:
 * with the first fraction, V8 would make it another kind of object, and what it had compiled for every frame anew.
 */
class Bucket {
  readonly #rate: Rate;
  /** In thousandths. */
  #messages = 0;
  #bytes = 0;
  /** Milliseconds, the lower 32 bits. */
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#at = now | 0;
  }

  take(bytes: number, now: number): boolean {
    const { perSecond, bytesPerSecond } = this.#rate;
    const ms = Math.max(0, (now - this.#at) | 0);
    this.#at = now | 0;
    this.#messages = (Math.max(0, this.#messages - ms * perSecond) + 1000) | 0;
    this.#bytes = (Math.max(0, this.#bytes - Math.floor((ms * bytesPerSecond) / 1000)) + bytes) | 0;
    return this.#messages <= 2000 * perSecond && this.#bytes <= 2 * bytesPerSecond;
  }
}

/** How much one participant may still send, per kind and role. */
export class Allowance {
  readonly #role: Role;
  readonly #now: () => number;
  readonly #frames = new Map<FrameKind, Bucket>();
  readonly #control: Bucket;

  constructor(role: Role, now: () => number) {
    this.#role = role;
    this.#now = now;
    this.#control = new Bucket(controlRate, now());
  }

  takeFrame(kind: FrameKind, bytes: number, now: number): boolean {
    let bucket = this.#frames.get(kind);
    if (!bucket) {
      bucket = new Bucket(frameRates[this.#role][kind], now);
      this.#frames.set(kind, bucket);
    }
    return bucket.take(bytes, now);
  }

  takeControl(length: number): boolean {
    return this.#control.take(length, this.#now());
  }
}
