import { Problem } from '../../http/problem.ts';
import { caseClosed } from '../refusals.ts';
import type { Ticket } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { findTicket } from './find-ticket.ts';

/**
 * Changes a ticket that was read just now. @throws Problem `case_closed`; `crm_unavailable` when somebody changed it in between: a
 * first try whose answer was lost may still be on its way, so whoever comes second looks again.
 */
export const updateTicket = async (
  client: ZendeskClient,
  ticket: Ticket,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> => {
  if (ticket.status === 'closed') throw caseClosed();
  const update = { ...changes, safe_update: true, updated_stamp: ticket.updated_at };
  try {
    await client.tickets.update(ticket.id, { ticket: update });
  } catch (error) {
    if (error instanceof Problem && error.code === 'crm_forbidden')
      await refuseIfClosed(client, ticket, error);
    throw error;
  }
};

/** Zendesk's refusal of a closed ticket is told from others by its words only: so we look. */
const refuseIfClosed = async (client: ZendeskClient, { id }: Ticket, cause: unknown): Promise<void> => {
  const now = await findTicket(client, String(id));
  if (now?.ticket.id !== id || now.ticket.status === 'closed') throw caseClosed(cause);
};
