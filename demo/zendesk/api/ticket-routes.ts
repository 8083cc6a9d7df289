import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { maySee } from '../help-desk.ts';
import { plainTextOf } from '../plain-text-of.ts';
import type { Ticket } from '../ticket.ts';
import { type Caller, staffWith } from './authenticate.ts';
import { paginate } from './paginate.ts';
import { presentComment, presentTicket, stamp } from './present.ts';
import { badRequest, forbidden, notFound, Refusal, recordInvalid } from './refusal.ts';
import { TicketUpdate } from './ticket-update.ts';
import { createUpdateLimit } from './update-limit.ts';

/** Tickets, read and answered as the person whose token it is. */
export const ticketRoutes = ({ clock, desk, origin, uploads }: Account): Router => {
  const routes = Router();
  const countUpdate = createUpdateLimit(clock.now);

  const open = (req: Request, res: Response): { caller: Caller; ticket: Ticket } => {
    const caller = staffWith(res, req, 'tickets');
    const ticket = /^\d{1,15}$/.test(String(req.params.id)) ? desk.ticket(Number(req.params.id)) : undefined;
    if (!ticket) throw notFound();
    if (!maySee(caller.person, ticket)) throw forbidden();
    return { caller, ticket };
  };

  // https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket
  routes.get('/tickets/:id', (req, res) => {
    res.json({ ticket: presentTicket(origin, open(req, res).ticket) });
  });

  // https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#list-comments
  routes.get('/tickets/:id/comments', (req, res) => {
    const { ticket } = open(req, res);
    const newestFirst = req.query.sort === '-created_at' || req.query.sort_order === 'desc';
    const rows = newestFirst ? ticket.comments.toReversed() : ticket.comments;
    res.json(
      paginate(
        req,
        origin,
        'comments',
        rows.map((one) => presentComment(origin, one)),
      ),
    );
  });

  // https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
  routes.put('/tickets/:id', (req, res) => {
    const { caller, ticket } = open(req, res);
    const { ticket: wanted } = readUpdate(req.body);
    countUpdate(caller.person.id, ticket.id);
    if (ticket.status === 'closed') throw recordInvalid('status', 'Status: closed prevents ticket update');
    if (wanted.safe_update && wanted.updated_stamp !== stamp(ticket.updatedAt)) throw conflict();
    const events = wanted.comment ? [presentComment(origin, addComment(caller, ticket, wanted.comment))] : [];
    if (wanted.status) ticket.status = wanted.status;
    for (const { id, value } of wanted.custom_fields ?? []) setField(ticket, id, value);
    desk.updates.set(ticket.id, (desk.updates.get(ticket.id) ?? 0) + 1);
    res.json({
      ticket: presentTicket(origin, ticket),
      audit: {
        id: ticket.updatedAt,
        ticket_id: ticket.id,
        created_at: stamp(ticket.updatedAt),
        author_id: caller.person.id,
        events,
      },
    });
  });

  const addComment = (
    { person }: Caller,
    ticket: Ticket,
    comment: NonNullable<TicketUpdate['ticket']['comment']>,
  ) => {
    // Speaking for somebody else is for admins.
    const authorId = comment.author_id ?? person.id;
    if (authorId !== person.id && person.role !== 'admin') throw forbidden();
    const plainBody = comment.html_body === undefined ? (comment.body ?? '') : plainTextOf(comment.html_body);
    const attachments = (comment.uploads ?? []).map((token) => uploads.take(token) ?? invalidUpload());
    return desk.addComment(ticket, { authorId, plainBody, public: comment.public, attachments });
  };

  /** A field that the account doesn't have is passed over in silence, as Zendesk does. */
  const setField = (ticket: Ticket, id: number, value: string | null): void => {
    if (!desk.ticketFields.some((field) => field.id === id)) return;
    ticket.fields = { ...ticket.fields, [id]: value };
    desk.touch(ticket);
  };

  return routes;
};

const invalidUpload = (): never => {
  throw recordInvalid('uploads', 'Upload token is invalid or expired');
};

const readUpdate = (body: unknown): TicketUpdate => {
  const read = v.safeParse(TicketUpdate, body);
  if (!read.success) throw badRequest(v.summarize(read.issues));
  return read.output;
};

/** https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#protecting-against-ticket-update-collisions */
const conflict = (): Refusal =>
  new Refusal(409, {
    error: 'UpdateConflict',
    description:
      'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.',
  });
