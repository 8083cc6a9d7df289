import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { bundleScript } from '../../serving/bundle-script.ts';
import { consoleAssets } from '../../serving/console-assets.ts';
import { htmlText } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { frameAddress } from '../apps/installation.ts';
import { maySee } from '../help-desk.ts';
import type { Person } from '../person.ts';
import { lostPage } from './lost-page.ts';
import { newTicketPane } from './new-ticket-pane.ts';
import { ticketPane } from './ticket-pane.ts';
import { userPane } from './user-pane.ts';
import { type Shown, workspacePage } from './workspace-page.ts';

const NewComment = v.strictObject({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(65_536)),
  public: v.boolean(),
});

const NewTicket = v.strictObject({
  requester: v.pipe(v.string(), v.digits()),
  subject: v.pipe(v.string(), v.minLength(1), v.maxLength(150)),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(10_000)),
});

/** The workspace of signed-in agents, and the scripts of its pages. */
export const agentRoutes = async (account: Account): Promise<Router> => {
  const { app, desk, origin, signedIn } = account;
  const [workspaceScript, sdkScript] = await Promise.all([
    bundleScript(new URL('./workspace.entry.ts', import.meta.url)),
    bundleScript(new URL('../zaf/sdk.entry.ts', import.meta.url)),
  ]);
  const policy = `default-src 'self'; frame-src ${frameAddress(app, 'ticket_sidebar').origin}; frame-ancestors 'none'; base-uri 'none'`;
  const routes = Router();

  const open = (req: Request) => {
    const agent = desk.person(signedIn.who(req) ?? '');
    const ticket = desk.ticket(Number(req.params.id));
    return { agent, ticket: agent && ticket && maySee(agent, ticket) ? ticket : undefined };
  };

  routes.get('/', (_req, res) => res.redirect(303, '/agent/tickets/35436'));

  const show = (req: Request, res: Response, paneFor: (agent: Person) => Shown | null) => {
    const { agent } = open(req);
    if (!agent) return res.redirect(303, `/login?return_to=${encodeURIComponent(req.originalUrl)}`);
    res.set('Content-Security-Policy', policy);
    const shown = paneFor(agent);
    if (!shown) return res.status(404).send(htmlText(lostPage()));
    return res.send(htmlText(workspacePage(account, agent, shown)));
  };

  routes.get('/agent/tickets/new', (req, res) =>
    show(req, res, (agent) => ({ title: 'New ticket', pane: newTicketPane(account, agent), ticketId: null })),
  );

  routes.get('/agent/tickets/:id', (req, res) =>
    show(req, res, (agent) => {
      const { ticket } = open(req);
      if (!ticket) return null;
      const title = `#${ticket.id} ${ticket.subject}`;
      return { title, pane: ticketPane(account, agent, ticket), ticketId: ticket.id };
    }),
  );

  routes.get('/agent/users/:id', (req, res) =>
    show(req, res, (agent) => {
      const user = desk.personById(Number(req.params.id));
      return user ? { title: user.name, pane: userPane(account, agent, user), ticketId: null } : null;
    }),
  );

  routes.post('/agent/tickets', express.urlencoded({ extended: false, limit: '20kb' }), (req, res) => {
    const { agent } = open(req);
    const read = v.safeParse(NewTicket, req.body);
    if (req.headers.origin !== origin || !agent) return res.status(403).end();
    const requester = read.success ? desk.personById(Number(read.output.requester)) : undefined;
    if (!read.success || requester?.role !== 'end-user') return res.status(400).end();
    const { subject, text } = read.output;
    const { id } = desk.addTicket({ requesterId: requester.id, authorId: agent.id, subject, text });
    return res.redirect(303, `/agent/tickets/${id}`);
  });

  routes.post('/agent/tickets/:id/comments', express.json({ limit: '100kb' }), (req, res) => {
    const { agent, ticket } = open(req);
    const read = v.safeParse(NewComment, req.body);
    if (req.headers.origin !== origin || !agent) return res.status(403).end();
    if (!ticket || ticket.status === 'closed') return res.status(404).end();
    if (!read.success) return res.status(400).end();
    const { text, public: isPublic } = read.output;
    desk.addComment(ticket, { authorId: agent.id, plainBody: text, public: isPublic });
    return res.status(204).end();
  });

  routes.get('/assets/workspace.js', (_req, res) => res.type('text/javascript').send(workspaceScript));
  // At its own address, as on Zendesk's static host; frames of other origins load it.
  routes.get('/zaf_sdk.min.js', (_req, res) =>
    res.set('Cross-Origin-Resource-Policy', 'cross-origin').type('text/javascript').send(sdkScript),
  );
  routes.use('/assets', express.static(fileURLToPath(new URL('../assets/', import.meta.url))), consoleAssets);
  return routes;
};
