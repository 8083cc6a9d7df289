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

/** Two leaky buckets, of messages and of bytes, that hold two seconds' worth. */
class Bucket {
  readonly #rate: Rate;
  #messages = 0;
  #bytes = 0;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#at = now;
  }

  take(bytes: number, now: number): boolean {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    this.#messages = Math.max(0, this.#messages - seconds * this.#rate.perSecond) + 1;
    this.#bytes = Math.max(0, this.#bytes - seconds * this.#rate.bytesPerSecond) + bytes;
    return this.#messages <= 2 * this.#rate.perSecond && this.#bytes <= 2 * this.#rate.bytesPerSecond;
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
