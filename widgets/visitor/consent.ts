import type { Capability, Grant } from '../../protocol/capability.ts';
import type { ClientMessage } from '../../protocol/control.ts';

export interface ConsentNeeds {
  readonly allowed: readonly Capability[];
  readonly paused: boolean;
  send(message: ClientMessage): void;
  /** What the visitor allows has changed: to be kept, and to be shown. */
  onChanged(): void;
  now(): number;
}

const refusalsBeforeQuiet = 2;
const quietMs = 60_000;

/** What the visitor allows. This is the authority: the server's list can only take away from it. */
export class Consent {
  readonly #needs: ConsentNeeds;
  readonly #allowed: Set<Capability>;
  #paused: boolean;
  #refusals = 0;
  #quietUntil = 0;

  constructor(needs: ConsentNeeds) {
    this.#needs = needs;
    this.#allowed = new Set(needs.allowed);
    this.#paused = needs.paused;
  }

  get allowed(): readonly Capability[] {
    return [...this.#allowed];
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Whether this may happen now, in this task. */
  allows(capability: Capability): boolean {
    return this.#allowed.has(capability) && !this.#paused;
  }

  /** Whether a request may be shown; after two refusals the visitor has a minute's peace. */
  mayBeAsked(): boolean {
    return this.#needs.now() >= this.#quietUntil;
  }

  allow(capability: Capability): void {
    this.#refusals = 0;
    this.#allowed.add(capability);
    this.#needs.send({ type: 'grant.changed', capability, allowed: true });
    this.#needs.onChanged();
  }

  withdraw(capability: Capability): void {
    this.#allowed.delete(capability);
    this.#needs.send({ type: 'grant.changed', capability, allowed: false });
    this.#needs.onChanged();
  }

  refuse(capability: Capability): void {
    this.#refusals += 1;
    if (this.#refusals >= refusalsBeforeQuiet) {
      this.#refusals = 0;
      this.#quietUntil = this.#needs.now() + quietMs;
    }
    this.#needs.send({ type: 'grant.refused', capability });
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.#needs.send({ type: 'sharing.changed', paused });
    this.#needs.onChanged();
  }

  /** The server's list: what it lacks is over, and what it has too much is taken back. */
  heard(grants: readonly Grant[]): void {
    const standing = new Set(grants.map(({ capability }) => capability));
    for (const capability of standing) {
      if (this.#allowed.has(capability)) continue;
      this.#needs.send({ type: 'grant.changed', capability, allowed: false });
    }
    const lost = this.allowed.filter((capability) => !standing.has(capability));
    for (const capability of lost) this.#allowed.delete(capability);
    if (lost.length > 0) this.#needs.onChanged();
  }
}
