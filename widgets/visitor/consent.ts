import type { Capability } from '../../protocol/capability.ts';
import { type ConsentPolicy, isFromTheStart, isOfferedBy } from '../../protocol/consent-policy.ts';
import type { ClientMessage, ServerMessageOf } from '../../protocol/control.ts';

export interface ConsentNeeds {
  readonly allowed: readonly Capability[];
  readonly paused: boolean;
  /** What the tenant decides, as far as is known here. */
  readonly policy: ConsentPolicy;
  /** Agents, by number, who may have control again by an earlier yes of this session. */
  readonly agreed: readonly number[];
  send(message: ClientMessage): void;
  /** What the visitor allows has changed: to be kept, and to be shown. */
  onChanged(): void;
  now(): number;
}

/** What the server says of the grants, on joining or when they have changed. */
type GrantList = Pick<ServerMessageOf<'joined'> | ServerMessageOf<'grants.changed'>, 'type' | 'grants'>;

/** What becomes of a request: no, the visitor is asked, or they have said yes to control once and for this session. */
type Answer = 'no' | 'ask' | 'yes';

const refusalsBeforeQuiet = 2;
const quietMs = 60_000;

/** What the visitor allows. This is the authority: the server's list can only take away from it. */
export class Consent {
  readonly #needs: ConsentNeeds;
  readonly #allowed: Set<Capability>;
  /** Allowed, and not yet seen in the server's list: a connection or a server that was lost may have taken it along. */
  readonly #unheard = new Set<Capability>();
  readonly #agreed: Set<number>;
  #policy: ConsentPolicy;
  #again = false;
  #paused: boolean;
  #refusals = 0;
  #quietUntil = 0;

  constructor(needs: ConsentNeeds) {
    this.#needs = needs;
    this.#policy = needs.policy;
    this.#allowed = new Set(needs.allowed.filter((capability) => isOfferedBy(needs.policy, capability)));
    this.#agreed = new Set(this.asksOnce ? needs.agreed : []);
    this.#paused = needs.paused;
  }

  get allowed(): readonly Capability[] {
    return [...this.#allowed];
  }

  get policy(): ConsentPolicy {
    return this.#policy;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get agreed(): readonly number[] {
    return [...this.#agreed];
  }

  /** Whether control stands by an earlier yes: nobody was asked this time. */
  get again(): boolean {
    return this.#again;
  }

  /** Whether a yes to control is one for the whole session; the visitor has to be told so when they are asked. */
  get asksOnce(): boolean {
    return this.#policy.control === 'ask_once';
  }

  /** Whether this may happen now, in this task. */
  allows(capability: Capability): boolean {
    return this.#allowed.has(capability) && !this.#paused;
  }

  /** Whether a request may be shown; after two refusals the visitor has a minute's peace. */
  mayBeAsked(): boolean {
    return this.#needs.now() >= this.#quietUntil;
  }

  /** What comes of a request of this agent, by number. */
  answerTo(capability: Capability, from: number): Answer {
    if (capability === 'view' || this.#paused || !isOfferedBy(this.#policy, capability)) return 'no';
    if (capability === 'control' && this.#agreed.has(from)) return 'yes';
    return this.mayBeAsked() ? 'ask' : 'no';
  }

  /** The visitor's yes; to this agent for the whole session, if they were told so. */
  allow(capability: Capability, agreedWith: number | null = null): void {
    this.#refusals = 0;
    if (agreedWith !== null && this.asksOnce) this.#agreed.add(agreedWith);
    this.#give(capability, false);
  }

  /** By the earlier yes that `answerTo` found. */
  allowAgain(capability: Capability): void {
    this.#give(capability, true);
  }

  /** Taken back by the visitor: an earlier yes is over, too. */
  withdraw(capability: Capability): void {
    if (capability === 'control') this.#agreed.clear();
    this.#forget(capability);
    this.#needs.send({ type: 'grant.changed', capability, allowed: false });
    this.#needs.onChanged();
  }

  refuse(capability: Capability): void {
    if (capability === 'control') this.#agreed.clear();
    this.#refusals += 1;
    if (this.#refusals >= refusalsBeforeQuiet) {
      this.#refusals = 0;
      this.#quietUntil = this.#needs.now() + quietMs;
    }
    this.#needs.send({ type: 'grant.refused', capability });
  }

  /** The tenant decides otherwise from now on. It can take away, and it never allows anything. */
  follow(policy: ConsentPolicy): void {
    this.#policy = policy;
    if (!this.asksOnce) this.#agreed.clear();
    for (const capability of this.allowed) if (!isOfferedBy(policy, capability)) this.#forget(capability);
    this.#needs.onChanged();
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    this.#needs.send({ type: 'sharing.changed', paused });
    this.#needs.onChanged();
  }

  /**
   * The server's list: what it lacks is over, and what it has too much is taken back. On joining anew, what was allowed
   * and never came to its ears is said again; and so is a recording that the visitor was told of before they came.
   */
  heard({ type, grants }: GrantList): void {
    const standing = new Set(grants.map(({ capability }) => capability));
    for (const capability of standing) {
      if (this.#allowed.has(capability)) this.#unheard.delete(capability);
      else this.#needs.send({ type: 'grant.changed', capability, allowed: false });
    }
    const missing = this.allowed.filter((capability) => !standing.has(capability));
    const isUnheard = (capability: Capability) =>
      this.#unheard.has(capability) || (capability === 'recording' && isFromTheStart(this.#policy));
    const repeated = type === 'joined' ? missing.filter(isUnheard) : [];
    for (const capability of repeated) this.#needs.send({ type: 'grant.changed', capability, allowed: true });
    const lost = missing.filter((capability) => !repeated.includes(capability));
    for (const capability of lost) this.#forget(capability);
    if (lost.length > 0) this.#needs.onChanged();
  }

  #give(capability: Capability, again: boolean): void {
    if (capability === 'control') this.#again = again;
    this.#allowed.add(capability);
    this.#unheard.add(capability);
    this.#needs.send({ type: 'grant.changed', capability, allowed: true, ...(again && { again }) });
    this.#needs.onChanged();
  }

  #forget(capability: Capability): void {
    if (capability === 'control') this.#again = false;
    this.#allowed.delete(capability);
    this.#unheard.delete(capability);
  }
}
