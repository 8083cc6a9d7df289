import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { maySee } from '../help-desk.ts';
import { redactComment } from '../redact-comment.ts';
import { staffWith } from './authenticate.ts';
import { presentAttachment, presentComment } from './present.ts';
import { badRequest, forbidden, notFound } from './refusal.ts';

/** Stricter than Zendesk, which ignores what it doesn't know. */
const Redaction = v.pipe(
  v.strictObject({
    ticket_id: v.number(),
    html_body: v.optional(v.string()),
    external_attachment_urls: v.optional(v.array(v.string()), []),
  }),
  v.check(
    (asked) => asked.html_body !== undefined || asked.external_attachment_urls.length > 0,
    'nothing to redact',
  ),
);

/** Files that are on tickets. */
export const attachmentRoutes = ({ desk, origin, uploads }: Account): Router => {
  const routes = Router();

  // https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#show-attachment
  routes.get('/attachments/:id', (req, res) => {
    const { person } = staffWith(res, req, 'tickets');
    const kept = [
      ...uploads.unattached,
      ...desk.ticketsFor(person).flatMap(({ comments }) => comments.flatMap((one) => one.attachments)),
    ];
    const attachment = kept.find(({ id }) => String(id) === req.params.id);
    if (!attachment) throw notFound();
    res.json({ attachment: presentAttachment(origin, attachment) });
  });

  // https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#redact-ticket-comment-in-agent-workspace
  routes.put('/comment_redactions/:id', (req: Request, res: Response) => {
    const { person } = staffWith(res, req, 'tickets');
    const read = v.safeParse(Redaction, req.body);
    if (!read.success) throw badRequest(v.summarize(read.issues));
    const ticket = desk.ticket(read.output.ticket_id);
    const comment = ticket?.comments.find(({ id }) => String(id) === req.params.id);
    if (!ticket || !comment) throw notFound();
    // Whoever may not delete tickets, and whose role has no right to redact.
    if (!maySee(person, ticket) || !desk.agentsMayRedact) throw forbidden();
    const { html_body: html, external_attachment_urls: urls } = read.output;
    const redacted = redactComment(comment, { html, urls, origin, nextId: () => desk.nextId() });
    if (!redacted) throw badRequest('html_body or external_attachment_urls are not of this comment');
    ticket.comments.splice(ticket.comments.indexOf(comment), 1, redacted);
    res.json({ comment: presentComment(origin, redacted) });
  });

  return routes;
};
