/** Something whose writes can be held back for a moment. */
export interface Corkable {
  uncork(): void;
}

/** Lets go, once a tick, of everything that was corked in it, so that one system call carries what a socket got. */
export class Cork {
  #held: Corkable[] = [];

  /** The caller has corked `held`; it is uncorked when this tick's work is done. */
  hold(held: Corkable): void {
    this.#held.push(held);
    if (this.#held.length === 1) setImmediate(this.#release);
  }

  readonly #release = (): void => {
    const held = this.#held;
    this.#held = [];
    for (const one of held) one.uncork();
  };
}
