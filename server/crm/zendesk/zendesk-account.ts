import type { CrmDoor } from '../door.ts';
import type { ZendeskClient } from './client.ts';

/** One Zendesk, for one operation. */
export interface ZendeskAccount {
  /** `https://acme.zendesk.com` */
  readonly base: string;
  readonly client: ZendeskClient;
  /** Whether sessions are kept as records of the custom object, too. */
  readonly sessionObject: boolean;
  /** For what the client can't do. */
  readonly door: CrmDoor;
}
