import type { Note } from '../crm.ts';
import { caseNotFound } from '../refusals.ts';
import type { Comments, Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { commentsOf, type FoundTicket, findTicket } from './find-ticket.ts';
import { updateTicket } from './update-ticket.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

export const addNoteOnce = async (
  { client }: ZendeskAccount,
  caseId: string,
  { text, marker }: Note,
): Promise<'added' | 'already_there'> => {
  const found = await findTicket(client, caseId);
  if (!found) throw caseNotFound();
  if (await findMarked(client, found, marker)) return 'already_there';
  await updateTicket(client, found.ticket, { comment: { body: text, public: false } });
  return 'added';
};

/** The internal comment with this marker, on the ticket or on one that was merged into it since. */
export const findMarked = async (
  client: ZendeskClient,
  { ticket, mergedFrom }: FoundTicket,
  marker: string,
): Promise<Comments[number] | null> => {
  const tickets: readonly Ticket[] = [ticket, ...mergedFrom];
  for (const one of tickets) {
    // Only internal ones: what a customer writes must not stand in for our note.
    const marked = (await commentsOf(client, one)).find(
      (comment) => !comment.public && comment.plain_body.includes(marker),
    );
    if (marked) return marked;
  }
  return null;
};
