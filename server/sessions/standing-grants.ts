import { type Capability, type Grant, isGranted } from '../../protocol/capability.ts';
import type { Role } from '../../protocol/frame.ts';
import { lifetimes } from './lifetimes.ts';

/** What a visitor can take back: a capability, or for a while all that shows or acts. */
type Withdrawable = Capability | 'sharing';

export interface Withdrawal {
  settle(outcome: { readonly written: boolean }): void;
}

/** What the visitor allows at this moment; a withdrawal counts before the database has heard of it. */
export class StandingGrants {
  readonly #now: () => number;
  #grants: readonly Grant[] = [];
  /** Withdrawals that are not written yet, by how many. */
  readonly #withdrawing = new Map<Withdrawable, number>();
  /** Withdrawals that couldn't be written. */
  readonly #unwritten = new Set<Withdrawable>();
  #isAnyWithdrawn = false;
  readonly #withdrawnAt = new Map<Withdrawable, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What the database says. True when that is new. */
  replace(grants: readonly Grant[]): boolean {
    const before = this.#grants;
    this.#grants = grants;
    for (const { capability } of before) {
      if (!grants.some((grant) => grant.capability === capability))
        this.#withdrawnAt.set(capability, this.#now());
    }
    return JSON.stringify(before) !== JSON.stringify(grants);
  }

  /** From now on, until `settle`, this isn't allowed, whatever the database still says. What couldn't be written stays so. */
  withdraw(what: Withdrawable): Withdrawal {
    this.#withdrawing.set(what, (this.#withdrawing.get(what) ?? 0) + 1);
    this.#withdrawnAt.set(what, this.#now());
    this.#isAnyWithdrawn = true;
    return {
      settle: ({ written }) => {
        const left = (this.#withdrawing.get(what) ?? 1) - 1;
        if (left > 0) this.#withdrawing.set(what, left);
        else this.#withdrawing.delete(what);
        if (!written) this.#unwritten.add(what);
        this.#look();
      },
    };
  }

  /** The visitor has allowed it anew, and that is written. */
  allowed(what: Withdrawable) {
    this.#unwritten.delete(what);
    this.#look();
  }

  /** In the way of every frame, and nearly always nothing is. */
  isWithdrawn(what: Withdrawable): boolean {
    if (!this.#isAnyWithdrawn) return false;
    return this.#withdrawing.has(what) || this.#unwritten.has(what);
  }

  /** An agent needs a grant of their own; what a visitor sends needs one to anybody. `lately`: it stood a moment ago. */
  covers(
    capability: Capability,
    who: { readonly role: Role; readonly number: number },
  ): 'yes' | 'lately' | 'no' {
    if (!this.isWithdrawn(capability) && this.#stands(capability, who)) return 'yes';
    const withdrawnAt = this.#withdrawnAt.get(capability);
    return withdrawnAt !== undefined && this.#now() - withdrawnAt < lifetimes.withdrawnMs ? 'lately' : 'no';
  }

  #look() {
    this.#isAnyWithdrawn = this.#withdrawing.size > 0 || this.#unwritten.size > 0;
  }

  #stands(
    capability: Capability,
    { role, number }: { readonly role: Role; readonly number: number },
  ): boolean {
    if (role === 'agent') return isGranted(this.#grants, capability, number, this.#now());
    // In the way of every frame: no function is made for it, and the clock is only asked where it matters.
    for (const grant of this.#grants)
      if (grant.capability === capability && (grant.until === null || grant.until > this.#now())) return true;
    return false;
  }
}
