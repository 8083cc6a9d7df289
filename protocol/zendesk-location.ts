import * as v from 'valibot';

/** The places in Zendesk where our app has a frame, by Zendesk's names. https://developer.zendesk.com/documentation/apps/app-developer-guide/setting-the-app-location/ */
export const ZendeskLocation = v.picklist([
  'ticket_sidebar',
  'new_ticket_sidebar',
  'user_sidebar',
  'top_bar',
  'background',
]);
export type ZendeskLocation = v.InferOutput<typeof ZendeskLocation>;
