import type { Capability } from '../../protocol/capability.ts';
import type { ClientMessage, ServerMessageOf } from '../../protocol/control.ts';

export interface ConsentNeeds {
  readonly allowed: readonly Capability[];
  readonly paused: boolean;
  send(message: ClientMessage): void;
  /** What the visitor allows has changed: to be kept, and to be shown. */
  onChanged(): void;
  now(): number;
}

/** What the server says of the grants, on joining or when they have changed. */
type GrantList = Pick<ServerMessageOf<'joined'> | ServerMessageOf<'grants.changed'>, 'type' | 'grants'>;

const refusalsBeforeQuiet = 2;
const quietMs = 60_000;

/** What the visitor allows. This is the authority: the server's list can only take away from it. */
export class Consent {
  readonly #needs: ConsentNeeds;
  readonly #allowed: Set<Capability>;
  /** Allowed, and not yet seen in the server's list: a connection or a server that was lost may have taken it along. */
  readonly #unheard = new Set<Capability>();
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
    this.#unheard.add(capability);
    this.#needs.send({ type: 'grant.changed', capability, allowed: true });
    this.#needs.onChanged();
  }

  withdraw(capability: Capability): void {
    this.#forget(capability);
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

  /**
   * The server's list: what it lacks is over, and what it has too much is taken back. On joining anew, what was allowed
   * and never came to its ears is said again.
   */
  heard({ type, grants }: GrantList): void {
    const standing = new Set(grants.map(({ capability }) => capability));
    for (const capability of standing) {
      if (this.#allowed.has(capability)) this.#unheard.delete(capability);
      else this.#needs.send({ type: 'grant.changed', capability, allowed: false });
    }
    const missing = this.allowed.filter((capability) => !standing.has(capability));
    const repeated = type === 'joined' ? missing.filter((capability) => this.#unheard.has(capability)) : [];
    for (const capability of repeated) this.#needs.send({ type: 'grant.changed', capability, allowed: true });
    const lost = missing.filter((capability) => !repeated.includes(capability));
    for (const capability of lost) this.#forget(capability);
    if (lost.length > 0) this.#needs.onChanged();
  }

  #forget(capability: Capability): void {
    this.#allowed.delete(capability);
    this.#unheard.delete(capability);
  }
}
