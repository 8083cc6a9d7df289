import { readAnswer } from '../read-answer.ts';
import { type Ticket, TicketFields } from './answers.ts';
import type { ZendeskClient } from './client.ts';
import { nullIfNotThere } from './null-if-not-there.ts';

/** The title of the ticket field that the app's requirements create: manifests/zendesk/requirements.json. */
const fieldTitle = 'Handrail session';

/** The id of the ticket field for the newest session. Null where the account has none. */
export const findSessionField = async (client: ZendeskClient): Promise<number | null> => {
  const fields = readAnswer(TicketFields, (await nullIfNotThere(client.ticketfields.list())) ?? []);
  const field = fields.find(({ title, type, active }) => active && type === 'text' && title === fieldTitle);
  return field?.id ?? null;
};

/** Whether this session is in the field already: then the ticket need not be changed again. */
export const isInField = ({ custom_fields: fields }: Ticket, fieldId: number, sessionId: string): boolean =>
  fields.some(({ id, value }) => id === fieldId && value === sessionId);

/** The change that puts it there. */
export const fieldChange = (fieldId: number, sessionId: string) => ({
  custom_fields: [{ id: fieldId, value: sessionId }],
});
