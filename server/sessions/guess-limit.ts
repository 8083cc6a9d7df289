interface GuessLimitNeeds {
  readonly guesses: number;
  readonly windowMs: number;
  readonly now: () => number;
}

interface Window {
  readonly startedAt: number;
  readonly wrong: number;
}

/** Counts wrong guesses by key, in windows that start with the first wrong one. */
export class GuessLimit {
  readonly #needs: GuessLimitNeeds;
  readonly #windows = new Map<string, Window>();

  constructor(needs: GuessLimitNeeds) {
    this.#needs = needs;
  }

  /** How long this key has to wait. Null: it may guess. */
  pausedForMs(key: string): number | null {
    const window = this.#current(key);
    if (!window || window.wrong < this.#needs.guesses) return null;
    return window.startedAt + this.#needs.windowMs - this.#needs.now();
  }

  /** Counted before the guess is looked at, so that guesses side by side are all counted. */
  count(key: string): void {
    const window = this.#current(key) ?? { startedAt: this.#needs.now(), wrong: 0 };
    this.#windows.set(key, { ...window, wrong: window.wrong + 1 });
  }

  /** It was right after all. */
  forgive(key: string): void {
    const window = this.#current(key);
    if (window) this.#windows.set(key, { ...window, wrong: Math.max(0, window.wrong - 1) });
  }

  /** Forgets what no longer counts. */
  sweep(): void {
    for (const key of [...this.#windows.keys()]) this.#current(key);
  }

  #current(key: string): Window | null {
    const window = this.#windows.get(key);
    if (!window) return null;
    if (this.#needs.now() - window.startedAt < this.#needs.windowMs) return window;
    this.#windows.delete(key);
    return null;
  }
}
