import type { StoredFile } from '../crm.ts';
import { answerInvalid } from '../refusals.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** Where people open an attachment: so it is an address of this Zendesk, or one that begins with https. */
export const storedFile = (
  { base }: ZendeskAccount,
  { id, content_url: url }: { readonly id: number; readonly content_url: string },
): StoredFile => {
  if (!url.startsWith(`${base}/`) && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
    throw answerInvalid();
  return { id: String(id), url };
};
