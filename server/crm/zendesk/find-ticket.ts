import { readAnswer } from '../read-answer.ts';
import { answerInvalid } from '../refusals.ts';
import { Comments, Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { mergedInto } from './merged-into.ts';
import { nullIfNotThere } from './null-if-not-there.ts';

/** A ticket as it is now, and those that were merged into it on the way from the one that was asked for. */
export interface FoundTicket {
  readonly ticket: Ticket;
  /** The one asked for first; none when it is the ticket itself. */
  readonly mergedFrom: readonly Ticket[];
}

/** A ticket number, as Zendesk writes it. */
const ticketNumber = /^[1-9][0-9]{0,18}$/;
const mostMerges = 5;

/** Null when it is not there, or the ticket that it was merged into may not be seen. */
export const findTicket = async (client: ZendeskClient, id: string): Promise<FoundTicket | null> => {
  const mergedFrom: Ticket[] = [];
  let ticket = await showTicket(client, id);
  while (ticket && mergedFrom.length < mostMerges) {
    const target = await targetOf(client, ticket);
    if (target === null || mergedFrom.some((one) => one.id === target)) break;
    mergedFrom.push(ticket);
    ticket = await showTicket(client, String(target));
  }
  return ticket && { ticket, mergedFrom };
};

/** Of one ticket, all pages. */
export const commentsOf = async (client: ZendeskClient, ticket: Ticket): Promise<Comments> =>
  readAnswer(Comments, await client.tickets.getComments(ticket.id));

const showTicket = async (client: ZendeskClient, id: string): Promise<Ticket | null> => {
  const number = Number(id);
  // Beyond 2^53 the client would ask for another ticket.
  if (!ticketNumber.test(id) || !Number.isSafeInteger(number)) return null;
  const answer = await nullIfNotThere(client.tickets.show(number));
  if (!answer) return null;
  const ticket = readAnswer(Ticket, answer.result);
  if (ticket.id !== number) throw answerInvalid();
  return ticket;
};

const targetOf = async (client: ZendeskClient, ticket: Ticket): Promise<number | null> =>
  isMerged(ticket) ? mergedInto(await commentsOf(client, ticket)) : null;

/** To confirm on a live account: the tag that Zendesk gives to tickets that were merged into another. */
const mergedTag = 'closed_by_merge';

const isMerged = ({ status, tags }: Ticket): boolean => status === 'closed' && tags.includes(mergedTag);
