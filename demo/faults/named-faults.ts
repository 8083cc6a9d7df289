import type { FaultRequest } from './fault.ts';

/** What goes wrong in the simulator itself, and stays so: each simulator does it in its own way. */
export interface StateFaults {
  /** Every grant is gone: people have to sign in again. */
  readonly revokeGrants: () => void;
  /** Every access token is over; refresh tokens go on. */
  readonly expireSessions: () => void;
  /** The next answer about who somebody is names another organization. */
  readonly nameOtherOrganization: () => void;
  /** No calls are left for today (Salesforce), or for this minute (Zendesk). */
  readonly useUpCalls: () => void;
}

type Cause = { readonly fault: FaultRequest } | { readonly state: keyof StateFaults };

/** A fault that can be asked for by its name. */
export type NamedFault = Cause & {
  readonly title: string;
  readonly what: string;
};

const faults = {
  slow: { title: 'Slow', what: 'The next call is answered after four seconds.', fault: { latencyMs: 4_000 } },
  'too-many-calls': {
    title: 'Too many calls, with a time',
    what: 'The next call is refused with 429 and Retry-After: 20.',
    fault: { status: 429, retryAfter: 20 },
  },
  'too-many-calls-untimed': {
    title: 'Too many calls, without a time',
    what: 'The next call is refused with 429 and no word of when to come back.',
    fault: { status: 429 },
  },
  down: { title: 'Down', what: 'The next call is refused with 503.', fault: { status: 503 } },
  broken: { title: 'Broken', what: 'The next call fails with 500.', fault: { status: 500 } },
  hanging: { title: 'Hanging', what: 'The next call is never answered.', fault: { hang: true } },
  truncated: {
    title: 'Truncated JSON',
    what: 'The next answer breaks off in the middle.',
    fault: { truncate: true },
  },
  page: {
    title: 'A page instead of JSON',
    what: 'The next answer is a page, as from a proxy in between.',
    fault: { garbage: true },
  },
  drifted: {
    title: 'Schema drift',
    what: 'The fields of the next answer have other names.',
    fault: { drift: true },
  },
  lost: {
    title: 'Lost answer',
    what: 'The next call is obeyed, and answered with 503.',
    fault: { status: 503, afterwards: true },
  },
  'revoked-token': {
    title: 'Revoked tokens',
    what: 'Every grant is gone: people have to sign in again.',
    state: 'revokeGrants',
  },
  'expired-session': {
    title: 'Expired sessions',
    what: 'Every access token is over. Refresh tokens go on.',
    state: 'expireSessions',
  },
  'wrong-organization': {
    title: 'Another organization',
    what: 'The next answer about who somebody is names another organization.',
    state: 'nameOtherOrganization',
  },
  'quota-exhausted': {
    title: 'No calls left',
    what: 'The allowance is used up: Salesforce’s for today, Zendesk’s for this minute.',
    state: 'useUpCalls',
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

export const namedFaults: ReadonlyMap<string, NamedFault> = new Map(Object.entries(faults));
