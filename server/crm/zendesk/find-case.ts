import type { Requester } from '../../../protocol/requester.ts';
import type { Case } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid } from '../refusals.ts';
import { User } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { findTicket } from './find-ticket.ts';
import { nullIfNotThere } from './null-if-not-there.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

export const findCase = async ({ client }: ZendeskAccount, caseId: string): Promise<Case | null> => {
  const found = await findTicket(client, caseId);
  if (!found) return null;
  const { ticket, mergedFrom } = found;
  return {
    id: String(ticket.id),
    number: String(ticket.id),
    subject: ticket.subject ?? '',
    closed: ticket.status === 'closed',
    requester: ticket.requester_id === null ? null : await requesterOf(client, ticket.requester_id),
    brandId: ticket.brand_id === null ? null : String(ticket.brand_id),
    mergedFrom: mergedFrom[0] ? String(mergedFrom[0].id) : null,
  };
};

const requesterOf = async (client: ZendeskClient, id: number): Promise<Requester | null> => {
  const answer = await nullIfNotThere(client.users.show(id));
  if (!answer) return null;
  const user = readAnswer(User, answer.result);
  if (user.id !== id) throw answerInvalid();
  const { name, email, locale, iana_time_zone: timeZone } = user;
  return { id: String(id), name, email, locale, timeZone };
};
