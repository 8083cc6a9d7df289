import * as v from 'valibot';

const Person = v.strictObject({ id: v.number(), name: v.string(), email: v.string() });

/** What an app may ask about, as the server writes it into the page. */
export const TicketFacts = v.strictObject({
  ticket: v.strictObject({ id: v.number(), subject: v.string(), status: v.string(), requester: Person }),
  currentUser: v.strictObject({ ...Person.entries, role: v.string() }),
  currentAccount: v.strictObject({ subdomain: v.string() }),
});
export type TicketFacts = v.InferOutput<typeof TicketFacts>;
