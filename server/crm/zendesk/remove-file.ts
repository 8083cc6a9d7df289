import { answerInvalid, caseNotFound } from '../refusals.ts';
import type { Attachment, Comments, Ticket } from './answers.ts';
import { commentsOf, findTicket } from './find-ticket.ts';
import { isRedacted } from './redacted.ts';
import type { ZendeskAccount } from './zendesk-account.ts';

/** An attachment, and where it is. */
interface Attached {
  readonly ticket: Ticket;
  readonly comment: Comments[number];
  readonly attachment: Attachment;
}

/**
 * Redacts an attachment, and what its comment says of its name: an empty `redacted.txt` stays. It works on closed tickets, too; the agent needs the right to delete tickets, or to
 * redact. https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#redact-ticket-comment-in-agent-workspace
 */
export const removeFile = async (
  open: () => ZendeskAccount,
  caseId: string,
  fileId: string,
): Promise<void> => {
  const account = open();
  const attached = await findAttached(account, caseId, fileId);
  if (!attached) return;
  const { ticket, comment, attachment } = attached;
  if (comment.id === null) throw answerInvalid(new Error('A comment without an id.'));
  await account.door({
    method: 'PUT',
    url: `${account.base}/api/v2/comment_redactions/${comment.id}.json`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      ticket_id: ticket.id,
      external_attachment_urls: [attachment.content_url],
      ...namesRedacted(comment, attachment),
    }),
  });
  if (await findAttached(open(), caseId, fileId)) throw answerInvalid(new Error('The file is there still.'));
};

/** Null when it is gone already. @throws Problem `case_not_found`: on a ticket that this agent can't see, nobody knows what is there. */
const findAttached = async (
  { client }: ZendeskAccount,
  caseId: string,
  fileId: string,
): Promise<Attached | null> => {
  const found = await findTicket(client, caseId);
  if (!found) throw caseNotFound();
  for (const ticket of [found.ticket, ...found.mergedFrom]) {
    for (const comment of await commentsOf(client, ticket)) {
      const attachment = comment.attachments.find(({ id }) => String(id) === fileId);
      if (attachment && !isRedacted(attachment)) return { ticket, comment, attachment };
    }
  }
  return null;
};

/** The name, as our comment has it in a line of its own. Where Zendesk writes it otherwise, it stays. */
const namesRedacted = (
  { html_body: html }: Comments[number],
  { file_name: name }: Attachment,
): { readonly html_body?: string } => {
  const written = [escapedFully(name), escaped(name)].find((one) => html.includes(one));
  return written === undefined
    ? {}
    : { html_body: html.replaceAll(written, () => `<redact>${written}</redact>`) };
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const escapedFully = (text: string): string =>
  escaped(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
