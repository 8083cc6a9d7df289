import type { Clock } from '../faults/clock.ts';
import type { Faults } from '../faults/inject-faults.ts';
import type { AuthorizationCodes } from '../oauth/authorization-codes.ts';
import type { OAuthClient } from '../oauth/client.ts';
import type { GrantBook } from '../oauth/grant-book.ts';
import type { SignedIn } from '../serving/signed-in.ts';
import type { RateLimit } from './api/rate-limit.ts';
import type { Uploads } from './api/upload.ts';
import type { Installation } from './apps/installation.ts';
import type { HelpDesk } from './help-desk.ts';

/** One simulated Zendesk account, whole. */
export interface Account {
  readonly clock: Clock;
  readonly origin: string;
  readonly client: OAuthClient;
  /** Handrail's app, as the account's admin has installed it. */
  readonly app: Installation;
  readonly desk: HelpDesk;
  readonly codes: AuthorizationCodes;
  readonly grants: GrantBook;
  readonly signedIn: SignedIn;
  readonly rateLimit: RateLimit;
  readonly uploads: Uploads;
  readonly faults: Faults;
  /** Lies to tell, as many times as each says. */
  readonly lies: { otherAccount: number };
}
