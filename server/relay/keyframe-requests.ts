interface KeyframeRequestsNeeds {
  /** Asks the visitor for a new epoch that repeats these nonces. False when no visitor is there to ask. */
  readonly ask: (nonces: readonly string[]) => boolean;
  readonly now: () => number;
}

/** After this long without an answer, the next request is passed on although one is outstanding. */
const patienceMs = 5000;

/** One keyframe request at a time in a room, however many viewers have lost the thread. */
export class KeyframeRequests {
  readonly #needs: KeyframeRequestsNeeds;
  /** The newest nonce of each viewer that still waits to be asked for; null: the relay's own wish for a slow reader. */
  readonly #waiting = new Map<number, string | null>();
  #asked = new Map<number, string | null>();
  #askedAt: number | null = null;

  constructor(needs: KeyframeRequestsNeeds) {
    this.#needs = needs;
  }

  request(viewer: number, nonce: string | null): void {
    this.#waiting.set(viewer, nonce ?? this.#waiting.get(viewer) ?? null);
    if (this.#askedAt === null || this.#needs.now() - this.#askedAt > patienceMs) this.#ask();
  }

  /** A keyframe passed: who was asked for is served, who came later is asked for now. */
  answered(): void {
    this.#askedAt = null;
    this.#asked = new Map();
    if (this.#waiting.size > 0) this.#ask();
  }

  /** The visitor is here, for the first time or again: what an earlier connection was asked is asked once more. */
  visitorArrived(): void {
    if (this.#askedAt !== null || this.#waiting.size > 0) this.#ask();
  }

  left(viewer: number): void {
    this.#waiting.delete(viewer);
    this.#asked.delete(viewer);
  }

  #ask(): void {
    const asking = new Map([...this.#asked, ...this.#waiting]);
    const nonces = [...asking.values()].filter((nonce) => nonce !== null);
    if (!this.#needs.ask(nonces)) return;
    this.#asked = asking;
    this.#waiting.clear();
    this.#askedAt = this.#needs.now();
  }
}
