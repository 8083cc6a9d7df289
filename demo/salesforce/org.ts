import type { KeyObject } from 'node:crypto';
import type { Clock } from '../faults/clock.ts';
import type { Faults } from '../faults/inject-faults.ts';
import type { AuthorizationCodes } from '../oauth/authorization-codes.ts';
import type { OAuthClient } from '../oauth/client.ts';
import type { GrantBook } from '../oauth/grant-book.ts';
import type { SignedIn } from '../serving/signed-in.ts';
import type { CrmData } from './crm-data.ts';
import type { ApiUsage } from './rest/api-usage.ts';

/** One simulated Salesforce org, whole. */
export interface Org {
  readonly clock: Clock;
  /** My Domain, the instance and Lightning at once: here they are one host. */
  readonly origin: string;
  readonly client: OAuthClient;
  readonly panelUrl: string;
  /** Behind the certificate that assertions are signed with. */
  readonly signingKey: KeyObject;
  readonly data: CrmData;
  readonly codes: AuthorizationCodes;
  readonly grants: GrantBook;
  readonly signedIn: SignedIn;
  readonly usage: ApiUsage;
  readonly faults: Faults;
  /** Lies to tell, as many times as each says. */
  readonly lies: { otherOrganization: number; foreignInstance: { url: string; times: number } };
}
