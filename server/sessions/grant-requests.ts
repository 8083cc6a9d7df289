import type { Capability } from '../../protocol/capability.ts';
import { lifetimes } from './lifetimes.ts';

/** What the agent asks of the visitor: one question at a time, and two refusals pause asking for a while. */
export class GrantRequests {
  readonly #now: () => number;
  readonly #askedAt = new Map<Capability, number>();
  readonly #refusals = new Map<Capability, number>();
  readonly #pausedUntil = new Map<Capability, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  mayAsk(capability: Capability): boolean {
    return (this.#pausedUntil.get(capability) ?? 0) <= this.#now();
  }

  /** False while the same question, asked a moment ago, has no answer. */
  ask(capability: Capability): boolean {
    const askedAt = this.#askedAt.get(capability);
    if (askedAt !== undefined && this.#now() - askedAt < lifetimes.askAgainMs) return false;
    this.#askedAt.set(capability, this.#now());
    return true;
  }

  refused(capability: Capability) {
    this.#askedAt.delete(capability);
    const count = (this.#refusals.get(capability) ?? 0) + 1;
    this.#refusals.set(capability, count % 2);
    if (count === 2) this.#pausedUntil.set(capability, this.#now() + lifetimes.refusedMs);
  }

  allowed(capability: Capability) {
    this.#askedAt.delete(capability);
    this.#refusals.delete(capability);
    this.#pausedUntil.delete(capability);
  }
}
