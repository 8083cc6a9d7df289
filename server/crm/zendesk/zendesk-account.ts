import type { CrmDoor } from '../door.ts';
import type { ZendeskClient } from './client.ts';

/** One Zendesk, for one operation. */
export interface ZendeskAccount {
  /** `https://acme.zendesk.com` */
  readonly base: string;
  readonly client: ZendeskClient;
  /** For what the client can't do. */
  readonly door: CrmDoor;
}
