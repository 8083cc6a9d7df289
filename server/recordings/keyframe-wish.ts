import type { Frame } from '../relay/frame.ts';

/** How long after the last keyframe another may be asked for, unless very much has changed. */
const calmMs = 120_000;
/** What a player reads from a keyframe on in much less than a second. */
const enoughBytes = 256 * 1024;
/** What it should never have to read more than a few times of. */
const tooManyBytes = 2 * 1024 * 1024;
const askAgainAfterMs = 10_000;

/**
 * When a recording needs a whole page again, so that going to any moment of it reads little. A keyframe is wished for once the
 * changes since the last weigh four times as much as it did, so that these make a recording larger by a fifth at most; of a page on which little happens, hardly ever.
 */
export class KeyframeWish {
  #keyframeBytes = 0;
  #bytesSince = 0;
  #keyframeAt: number | null = null;
  #askedAt: number | null = null;
  #isUnfinished = false;

  /** Whether none has been recorded since the last new key. */
  get isMissing(): boolean {
    return this.#keyframeAt === null;
  }

  /** A new key, a new stream: nothing recorded before helps to read what comes now. */
  startOver(): void {
    this.#keyframeAt = null;
    this.#askedAt = null;
    this.#isUnfinished = false;
  }

  /** A page frame was recorded at this time. True: now is the time to ask. */
  took({ keyframe, more, bytes }: Frame, at: number): boolean {
    const begins = keyframe && !this.#isUnfinished;
    this.#isUnfinished = more;
    if (begins) {
      this.#keyframeBytes = 0;
      this.#bytesSince = 0;
      this.#keyframeAt = at;
      this.#askedAt = null;
    }
    if (keyframe) this.#keyframeBytes += bytes.length;
    else this.#bytesSince += bytes.length;
    if (!this.#isDue(at)) return false;
    this.#askedAt = at;
    return true;
  }

  #isDue(at: number): boolean {
    if (this.#keyframeAt === null) return false;
    if (this.#bytesSince < Math.max(enoughBytes, 4 * this.#keyframeBytes)) return false;
    if (this.#askedAt !== null && at - this.#askedAt < askAgainAfterMs) return false;
    return at - this.#keyframeAt >= calmMs || this.#bytesSince >= tooManyBytes;
  }
}
