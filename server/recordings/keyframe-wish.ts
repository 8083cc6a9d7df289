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
  /** How long the recording was after the last keyframe. */
  #changesFrom = 0;
  #keyframeAt: number | null = null;
  #askedAt: number | null = null;
  #isUnfinished = false;

  /** Whether none has been recorded since the last new key. */
  get isMissing(): boolean {
    return this.#keyframeAt === null;
  }

  /** As long as the recording is shorter than this, it need not hear of page frames that are whole and no keyframe. */
  get restsUntil(): number {
    if (this.#isUnfinished) return 0;
    return this.#keyframeAt === null ? Number.POSITIVE_INFINITY : this.#changesFrom + this.#muchBytes;
  }

  /** A new key, a new stream: nothing recorded before helps to read what comes now. */
  startOver(): void {
    this.#keyframeAt = null;
    this.#askedAt = null;
    this.#isUnfinished = false;
  }

  /** A page frame was recorded at this time; with it, the recording is so long. True: now is the time to ask. */
  took({ keyframe, more, bytes }: Frame, at: number, recordedBytes: number): boolean {
    const begins = keyframe && !this.#isUnfinished;
    this.#isUnfinished = more;
    if (begins) {
      this.#keyframeBytes = 0;
      this.#keyframeAt = at;
      this.#askedAt = null;
    }
    if (keyframe) {
      this.#keyframeBytes += bytes.length;
      this.#changesFrom = recordedBytes;
    }
    if (!this.#isDue(at, recordedBytes - this.#changesFrom)) return false;
    this.#askedAt = at;
    return true;
  }

  /** Of changes. */
  get #muchBytes(): number {
    return Math.max(enoughBytes, 4 * this.#keyframeBytes);
  }

  #isDue(at: number, changedBytes: number): boolean {
    if (this.#keyframeAt === null || changedBytes < this.#muchBytes) return false;
    if (this.#askedAt !== null && at - this.#askedAt < askAgainAfterMs) return false;
    return at - this.#keyframeAt >= calmMs || changedBytes >= tooManyBytes;
  }
}
