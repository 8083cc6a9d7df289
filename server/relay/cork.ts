// A promise's own job: `queueMicrotask` would make an async resource each time.
const now = Promise.resolve();

/** Something that holds back what is to be written to it. */
export interface Corked {
  flush(): void;
}

/**
 * Holds back what is written while one piece of work goes on, mostly the frames of one chunk from the network, so that
 * one system call carries all that a socket got from it.
 */
export class Cork {
  #held: Corked[] = [];
  #working = false;

  /** Does a piece of work whose end is known: it is cheaper than waiting for a microtask. */
  during<T>(work: (of: T) => void, of: T): void {
    this.#working = true;
    try {
      work(of);
    } finally {
      this.#working = false;
      if (this.#held.length > 0) this.#release();
    }
  }

  /** The caller holds something back from now on, and did not before. */
  hold(held: Corked) {
    this.#held.push(held);
    // Microtasks run as soon as the work that is going on has returned, before anything else is read.
    if (!this.#working && this.#held.length === 1) void now.then(this.#release);
  }

  readonly #release = (): void => {
    const held = this.#held;
    this.#held = [];
    for (const one of held) one.flush();
  };
}
