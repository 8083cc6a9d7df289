/** A recording's file, as far as it is written from time to time. */
export interface Flushed {
  /** Writes what waits. It never rejects. */
  flush(): Promise<void>;
}

interface FlushQueueNeeds {
  /** How long something waits for its file. */
  readonly afterMs: number;
  readonly memory: {
    /** What waits longest goes before its time, one after the other. */
    readonly isFilling: boolean;
    /** What waits longest goes at once. */
    readonly isScarce: boolean;
  };
}

interface Turn {
  readonly file: Flushed;
  readonly since: number;
}

const tickMs = 500;
/** The rest of the disk is the journal's, which must not wait. */
const atOnce = 2;

/** Files that have something to be written, those that wait longest first. Few are written at a time, and never all in one go. */
export class FlushQueue {
  readonly #needs: FlushQueueNeeds;
  readonly #turns = new Map<Flushed, Turn>();
  /** In the order in which they came; who has left meanwhile, or come again, is passed over. */
  #order: Turn[] = [];
  #passed = 0;
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
    if (!this.#turns.has(file)) {
      const turn = { file, since: performance.now() };
      this.#turns.set(file, turn);
      this.#order.push(turn);
    }
    this.#timer ??= setTimeout(() => this.#tick(), tickMs);
  }

  /** It has much: it is the next. */
  hurry(file: Flushed): void {
    this.enter(file);
    this.#urgent.add(file);
    this.#pump();
  }

  leave(file: Flushed): void {
    this.#turns.delete(file);
    this.#urgent.delete(file);
  }

  /** Nobody's turn comes any more. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#turns.clear();
    this.#urgent.clear();
  }

  #tick(): void {
    this.#order = this.#order.slice(this.#passed);
    this.#passed = 0;
    // Files that came together are parted by and by: it takes two thirds of the time for all of them at least.
    this.#left = Math.ceil((this.#turns.size * 1.5 * tickMs) / this.#needs.afterMs);
    this.#pump();
    this.#timer = this.#turns.size > 0 ? setTimeout(() => this.#tick(), tickMs) : null;
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
    const first = this.#first();
    if (!first) return null;
    const { memory, afterMs } = this.#needs;
    if (memory.isScarce) return first.file;
    if (this.#left === 0 || (!memory.isFilling && performance.now() - first.since < afterMs)) return null;
    this.#left -= 1;
    return first.file;
  }

  #first(): Turn | null {
    for (; this.#passed < this.#order.length; this.#passed += 1) {
      const turn = this.#order[this.#passed];
      if (turn && this.#turns.get(turn.file) === turn) return turn;
    }
    this.#order = [];
    this.#passed = 0;
    return null;
  }
}
