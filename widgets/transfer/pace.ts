/** Lets through so many bytes a second, over all files of this end: the relay closes whoever sends more than it carries. */
export class Pace {
  readonly #bytesPerSecond: number;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<void>;
  #freeAt = 0;

  constructor(bytesPerSecond: number, now: () => number, wait: (ms: number) => Promise<void>) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#now = now;
    this.#wait = wait;
  }

  async take(bytes: number): Promise<void> {
    const now = this.#now();
    const from = Math.max(this.#freeAt, now);
    this.#freeAt = from + (1000 * bytes) / this.#bytesPerSecond;
    if (from > now) await this.#wait(from - now);
  }
}
