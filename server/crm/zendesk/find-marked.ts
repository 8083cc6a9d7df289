import type { Comments, Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { commentsOf, type FoundTicket } from './find-ticket.ts';

/** Finds the internal comment with a marker in it. */
export type FindMarked = (marker: string) => Comments[number] | null;

/** The comments of a ticket, and of those that were merged into it since, ready to be looked through. */
export const commentsWithMarkers = async (
  client: ZendeskClient,
  { ticket, mergedFrom }: FoundTicket,
): Promise<FindMarked> => {
  const tickets: readonly Ticket[] = [ticket, ...mergedFrom];
  const comments: Comments[number][] = [];
  for (const one of tickets) comments.push(...(await commentsOf(client, one)));
  // Only internal ones: what a customer writes must not stand in for our note.
  return (marker) =>
    comments.find((comment) => !comment.public && comment.plain_body.includes(marker)) ?? null;
};
