interface StrangersNeeds {
  readonly atMost: number;
  /** From one address: a company may be behind it, and each is a stranger for a moment only. */
  readonly atMostFromOne: number;
}

/** Connections that have not said who they are yet: so many in all, and so many from one address. */
export class Strangers {
  readonly #needs: StrangersNeeds;
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  constructor(needs: StrangersNeeds) {
    this.#needs = needs;
  }

  /** Counts one in; the answer counts it out, however often it is called. Null when there are too many. */
  enter(address: string): (() => void) | null {
    const there = this.#byAddress.get(address) ?? 0;
    if (this.#all >= this.#needs.atMost || there >= this.#needs.atMostFromOne) return null;
    this.#all += 1;
    this.#byAddress.set(address, there + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#leave(address);
    };
  }

  #leave(address: string) {
    this.#all -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
