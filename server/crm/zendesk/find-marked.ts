import type { Comments, Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { commentsOf, type FoundTicket } from './find-ticket.ts';
import { isRedacted } from './redacted.ts';

type Comment = Comments[number];

/** Finds the internal comment with a marker in it, of those that count; all do when nothing is said. */
export type FindMarked = (marker: string, counts?: (comment: Comment) => boolean) => Comment | null;

/** A comment that speaks of a file, and has one still. */
export const hasFile = ({ attachments }: Comment): boolean => attachments.some((one) => !isRedacted(one));

/** The comments of a ticket, and of those that were merged into it since, ready to be looked through. */
export const commentsWithMarkers = async (
  client: ZendeskClient,
  { ticket, mergedFrom }: FoundTicket,
): Promise<FindMarked> => {
  const tickets: readonly Ticket[] = [ticket, ...mergedFrom];
  const comments: Comment[] = [];
  for (const one of tickets) comments.push(...(await commentsOf(client, one)));
  // Only internal ones: what a customer writes must not stand in for our note.
  return (marker, counts = () => true) =>
    comments.find((one) => !one.public && one.plain_body.includes(marker) && counts(one)) ?? null;
};
