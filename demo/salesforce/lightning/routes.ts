import { fileURLToPath } from 'node:url';
import express, { type Request, Router } from 'express';
import * as v from 'valibot';
import { bundleScript } from '../../serving/bundle-script.ts';
import { consoleAssets } from '../../serving/console-assets.ts';
import { cookieOf } from '../../serving/cookie-of.ts';
import { htmlText } from '../../serving/html.ts';
import { ownPath } from '../../serving/own-path.ts';
import type { Org } from '../org.ts';
import { readRecordId } from '../record-id.ts';
import { seenBy } from '../rest/content-objects.ts';
import { compileComponents } from './compile-components.ts';
import { consolePage } from './console-page.ts';
import { lostPage } from './lost-page.ts';

const NewReply = v.strictObject({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(4_000)),
  public: v.boolean(),
});

const home = '/lightning/r/Case/500000000000001AAA/view';
const appCookie = 'acme_app';

/** The console of signed-in people, and the script of its pages. */
export const lightningRoutes = async (org: Org): Promise<Router> => {
  const { data, origin, panelUrl, signedIn } = org;
  const [script, components] = await Promise.all([
    bundleScript(new URL('./console.entry.ts', import.meta.url)),
    compileComponents(),
  ]);
  const policy = `default-src 'self'; frame-src ${new URL(panelUrl).origin}; frame-ancestors 'none'; base-uri 'none'`;
  const routes = Router();

  const open = (req: Request) => {
    const agent = data.person(signedIn.who(req) ?? '');
    const id = readRecordId(req.params.id);
    return { agent, record: agent && data.casesFor(agent).find((one) => one.id === id) };
  };

  routes.get('/', (_req, res) => res.redirect(303, home));

  // Which app somebody works in stays chosen, as in the real one.
  routes.get('/lightning/app/:app', (req, res) => {
    res.cookie(appCookie, req.params.app === 'console' ? 'console' : 'standard', {
      sameSite: 'lax',
      httpOnly: true,
    });
    res.redirect(303, ownPath(req.query.next, home));
  });

  routes.get('/lightning/r/Case/:id/view', (req, res) => {
    const { agent, record } = open(req);
    if (!agent) return res.redirect(303, `/login?startURL=${encodeURIComponent(req.originalUrl)}`);
    res.set('Content-Security-Policy', policy);
    if (!record) return res.status(404).send(htmlText(lostPage()));
    const app = cookieOf(req, appCookie) === 'console' ? 'console' : 'standard';
    return res.send(htmlText(consolePage(org, { agent, record, app })));
  });

  // The real one shows a preview; here it is saved.
  routes.get('/lightning/r/ContentDocument/:id/view', (req, res) => {
    const { agent } = open(req);
    if (!agent) return res.redirect(303, `/login?startURL=${encodeURIComponent(req.originalUrl)}`);
    const id = readRecordId(req.params.id);
    const document = seenBy(data, agent).find((one) => one.id === id);
    if (!document?.content) return res.status(404).send(htmlText(lostPage()));
    return res.attachment(document.title).send(document.content);
  });

  routes.post('/lightning/r/Case/:id/replies', express.json({ limit: '100kb' }), (req, res) => {
    const { agent, record } = open(req);
    const read = v.safeParse(NewReply, req.body);
    if (req.headers.origin !== origin || !agent) return res.status(403).end();
    if (!record || record.status === 'Closed') return res.status(404).end();
    if (!read.success) return res.status(400).end();
    const { text, public: isPublic } = read.output;
    if (isPublic) data.addEmail(record, agent, text);
    else data.addComment(record, { body: text, isPublished: false, createdById: agent.id });
    return res.status(204).end();
  });

  routes.get('/assets/components.js', (_req, res) => res.type('text/javascript').send(components));
  routes.get('/assets/console.js', (_req, res) => res.type('text/javascript').send(script));
  routes.use('/assets', express.static(fileURLToPath(new URL('../assets/', import.meta.url))), consoleAssets);
  return routes;
};
