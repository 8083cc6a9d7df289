/** Something that may be so for a while, and not for longer. */
export class Overdue {
  readonly #afterMs: number;
  readonly #now: () => number;
  #since: number | null = null;

  constructor(afterMs: number, now: () => number) {
    this.#afterMs = afterMs;
    this.#now = now;
  }

  /** Whether it is so at this moment; once it isn't, the time counts anew. */
  note(isSo: boolean): void {
    this.#since = isSo ? (this.#since ?? this.#now()) : null;
  }

  get isOver(): boolean {
    return this.#since !== null && this.#now() - this.#since >= this.#afterMs;
  }
}
