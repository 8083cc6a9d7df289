import { fileURLToPath } from 'node:url';
import express, { type Request, Router } from 'express';
import * as v from 'valibot';
import { bundleScript } from '../../serving/bundle-script.ts';
import { consoleAssets } from '../../serving/console-assets.ts';
import { htmlText } from '../../serving/html.ts';
import type { Account } from '../account.ts';
import { maySee } from '../help-desk.ts';
import { lostPage } from './lost-page.ts';
import { workspacePage } from './workspace-page.ts';

const NewComment = v.strictObject({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(65_536)),
  public: v.boolean(),
});

/** The workspace of signed-in agents, and the scripts of its pages. */
export const agentRoutes = async (account: Account): Promise<Router> => {
  const { desk, origin, panelUrl, signedIn } = account;
  const [workspaceScript, sdkScript] = await Promise.all([
    bundleScript(new URL('./workspace.entry.ts', import.meta.url)),
    bundleScript(new URL('../zaf/sdk.entry.ts', import.meta.url)),
  ]);
  const policy = `default-src 'self'; frame-src ${new URL(panelUrl).origin}; frame-ancestors 'none'; base-uri 'none'`;
  const routes = Router();

  const open = (req: Request) => {
    const agent = desk.person(signedIn.who(req) ?? '');
    const ticket = desk.ticket(Number(req.params.id));
    return { agent, ticket: agent && ticket && maySee(agent, ticket) ? ticket : undefined };
  };

  routes.get('/', (_req, res) => res.redirect(303, '/agent/tickets/35436'));

  routes.get('/agent/tickets/:id', (req, res) => {
    const { agent, ticket } = open(req);
    if (!agent) return res.redirect(303, `/login?return_to=${encodeURIComponent(req.originalUrl)}`);
    res.set('Content-Security-Policy', policy);
    if (!ticket) return res.status(404).send(htmlText(lostPage()));
    return res.send(htmlText(workspacePage(account, agent, ticket)));
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
