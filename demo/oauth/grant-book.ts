import { secret } from './secret.ts';

/** One person's yes to one client, and all tokens that descend from it. */
export interface Grant {
  readonly id: number;
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly since: number;
}

/** A pair as handed out. `refresh` is null where the scope has no offline access. */
export interface TokenPair {
  readonly id: number;
  readonly grant: Grant;
  readonly access: string;
  readonly refresh: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly refreshExpiresAt: number;
}

export interface Lifetimes {
  readonly accessMs: number;
  readonly refreshMs: number;
}

type Rotation =
  | { readonly name: 'rotated'; readonly pair: TokenPair }
  | { readonly name: 'unknown' | 'expired' }
  /** An old refresh token came back: every token of the grant is gone now. */
  | { readonly name: 'reused'; readonly grant: Grant };

/** Who holds which tokens. A refresh token is good once; the second use ends the whole family (RFC 9700 §4.14.2). */
export class GrantBook {
  readonly #now: () => number;
  readonly #oldAccessEndsOnRotation: boolean;
  readonly #grants = new Map<number, Grant>();
  readonly #pairs = new Map<number, TokenPair>();
  readonly #retired = new Map<string, Grant>();
  #lastId = 1_000;

  constructor(needs: { now: () => number; oldAccessEndsOnRotation: boolean }) {
    this.#now = needs.now;
    this.#oldAccessEndsOnRotation = needs.oldAccessEndsOnRotation;
  }

  open(who: Omit<Grant, 'id' | 'since'>): Grant {
    const grant = { ...who, id: ++this.#lastId, since: this.#now() };
    this.#grants.set(grant.id, grant);
    return grant;
  }

  issue(grant: Grant, lifetimes: Lifetimes, withRefresh: boolean): TokenPair {
    const issuedAt = this.#now();
    const pair = {
      id: ++this.#lastId,
      grant,
      access: secret(),
      refresh: withRefresh ? secret() : null,
      issuedAt,
      expiresAt: issuedAt + lifetimes.accessMs,
      refreshExpiresAt: issuedAt + lifetimes.refreshMs,
    };
    this.#pairs.set(pair.id, pair);
    return pair;
  }

  rotate(refresh: unknown, clientId: string, lifetimes: Lifetimes): Rotation {
    if (typeof refresh !== 'string') return { name: 'unknown' };
    const retired = this.#retired.get(refresh);
    if (retired?.clientId === clientId) {
      this.revoke(retired.id);
      return { name: 'reused', grant: retired };
    }
    const pair = this.#all().find((one) => one.refresh === refresh && one.grant.clientId === clientId);
    if (!pair) return { name: 'unknown' };
    this.#retired.set(refresh, pair.grant);
    this.#retire(pair);
    if (pair.refreshExpiresAt <= this.#now()) return { name: 'expired' };
    return { name: 'rotated', pair: this.issue(pair.grant, lifetimes, true) };
  }

  /** The pair of a live access token. */
  findAccess(access: unknown): TokenPair | undefined {
    return this.#all().find((pair) => pair.access === access && pair.expiresAt > this.#now());
  }

  findRefresh(refresh: unknown): TokenPair | undefined {
    return this.#all().find((pair) => pair.refresh === refresh && pair.refreshExpiresAt > this.#now());
  }

  findPair(id: number): TokenPair | undefined {
    return this.#pairs.get(id);
  }

  /** Ends one pair, and leaves others of its grant. */
  end(pairId: number): void {
    this.#pairs.delete(pairId);
  }

  /** Ends a pair's access token; its refresh token goes on. */
  endAccess(pairId: number): void {
    const pair = this.#pairs.get(pairId);
    if (pair) this.#pairs.set(pairId, { ...pair, expiresAt: this.#now() });
  }

  /** Ends a grant with all its tokens. */
  revoke(grantId: number): void {
    this.#grants.delete(grantId);
    for (const pair of this.#all()) if (pair.grant.id === grantId) this.#pairs.delete(pair.id);
  }

  revokeWhere(fits: (grant: Grant) => boolean): void {
    for (const grant of this.grants) if (fits(grant)) this.revoke(grant.id);
  }

  /** Every access token is over; refresh tokens go on. */
  expireAccess(): void {
    for (const pair of this.#all()) this.#pairs.set(pair.id, { ...pair, expiresAt: this.#now() });
  }

  /** Oldest first. */
  get grants(): readonly Grant[] {
    return [...this.#grants.values()];
  }

  get liveAccessTokens(): number {
    return this.#all().filter((pair) => pair.expiresAt > this.#now()).length;
  }

  #retire(pair: TokenPair): void {
    if (this.#oldAccessEndsOnRotation) this.#pairs.delete(pair.id);
    else this.#pairs.set(pair.id, { ...pair, refresh: null });
  }

  #all(): readonly TokenPair[] {
    return [...this.#pairs.values()];
  }
}
