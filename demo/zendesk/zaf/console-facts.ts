import * as v from 'valibot';

const Person = v.strictObject({ id: v.number(), name: v.string(), email: v.string() });

/** What an app may ask about on one page of the workspace, as the server writes it into the page. */
export const ConsoleFacts = v.strictObject({
  /** Without an id while it is being written. */
  ticket: v.optional(
    v.strictObject({
      id: v.optional(v.number()),
      subject: v.string(),
      status: v.string(),
      requester: v.nullable(Person),
      /** https://developer.zendesk.com/api-reference/apps/apps-support-api/ticket_editor/#target-channel-object */
      editor: v.strictObject({ targetChannel: v.strictObject({ name: v.string() }) }),
    }),
  ),
  user: v.optional(Person),
  currentUser: v.strictObject({ ...Person.entries, role: v.string() }),
  currentAccount: v.strictObject({ subdomain: v.string() }),
});
export type ConsoleFacts = v.InferOutput<typeof ConsoleFacts>;
