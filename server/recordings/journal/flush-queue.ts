/** A recording's file, as far as it is written from time to time. */
export interface Flushed {
  /** Writes what waits. It never rejects. */
  flush(): Promise<void>;
}

interface FlushQueueNeeds {
  /** How long something waits for its file. */
  readonly afterMs: number;
  /** Whether memory is short: what waits longest goes at once then. */
  readonly isPressed: () => boolean;
}

const tickMs = 100;
/** The rest of the disk is the journal's, which must not wait. */
const atOnce = 2;

/** Files that have something to be written, those that wait longest first. Few are written at a time, and never all in one go. */
export class FlushQueue {
  readonly #needs: FlushQueueNeeds;
  readonly #waiting = new Map<Flushed, number>();
  readonly #urgent = new Set<Flushed>();
  #running = 0;
  /** How many more may begin in this tick. */
  #left = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(needs: FlushQueueNeeds) {
    this.#needs = needs;
  }

  /** It has something from now on. */
  enter(file: Flushed): void {
    if (!this.#waiting.has(file)) this.#waiting.set(file, performance.now());
    this.#timer ??= setTimeout(() => this.#tick(), tickMs);
  }

  /** It has much: it is the next. */
  hurry(file: Flushed): void {
    this.enter(file);
    this.#urgent.add(file);
    this.#pump();
  }

  leave(file: Flushed): void {
    this.#waiting.delete(file);
    this.#urgent.delete(file);
  }

  #tick(): void {
    // Files that came together are parted by and by: it takes half of the time for all of them at least.
    this.#left = Math.ceil((this.#waiting.size * 2 * tickMs) / this.#needs.afterMs);
    this.#pump();
    this.#timer = this.#waiting.size > 0 ? setTimeout(() => this.#tick(), tickMs) : null;
  }

  #pump(): void {
    while (this.#running < atOnce) {
      const file = this.#next();
      if (!file) return;
      this.leave(file);
      this.#running += 1;
      void file.flush().then(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
  }

  #next(): Flushed | null {
    for (const file of this.#urgent) return file;
    for (const [file, since] of this.#waiting) {
      if (this.#needs.isPressed()) return file;
      if (this.#left === 0 || performance.now() - since < this.#needs.afterMs) return null;
      this.#left -= 1;
      return file;
    }
    return null;
  }
}
