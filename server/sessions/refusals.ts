import type { Capability } from '../../protocol/capability.ts';
import { lifetimes } from './lifetimes.ts';

/** How often the visitor said no: two refusals pause asking for a while. */
export class Refusals {
  readonly #now: () => number;
  readonly #counts = new Map<Capability, number>();
  readonly #pausedUntil = new Map<Capability, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  mayAsk(capability: Capability): boolean {
    return (this.#pausedUntil.get(capability) ?? 0) <= this.#now();
  }

  refused(capability: Capability) {
    const count = (this.#counts.get(capability) ?? 0) + 1;
    this.#counts.set(capability, count % 2);
    if (count === 2) this.#pausedUntil.set(capability, this.#now() + lifetimes.refusedMs);
  }

  allowed(capability: Capability) {
    this.#counts.delete(capability);
    this.#pausedUntil.delete(capability);
  }
}
