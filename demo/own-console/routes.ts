import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { bundleScript } from '../serving/bundle-script.ts';
import { consoleAssets } from '../serving/console-assets.ts';
import { htmlText } from '../serving/html.ts';
import { createSignedIn } from '../serving/signed-in.ts';
import { type Customer, customerCalled, customerOfRequest, customers } from './customer.ts';
import { addressOf, deskPage, lostPage, signInPage } from './pages.ts';
import { personCalled } from './person.ts';
import { signAssertion } from './sign-assertion.ts';
import type { SigningKey } from './signing-key.ts';

interface RouteNeeds {
  readonly origin: string;
  readonly panelUrl: string;
  readonly key: SigningKey;
}

/** What our own page sends: the panel's nonce, and whose page it is. */
const Ask = v.strictObject({
  nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/)),
  customerId: v.nullable(v.string()),
});

/** The help desk's pages, its published key, and the one address that signs. */
export const consoleRoutes = async ({ origin, panelUrl, key }: RouteNeeds): Promise<Router> => {
  const script = await bundleScript(new URL('./console.entry.ts', import.meta.url));
  const audience = new URL(panelUrl).origin;
  const policy = `default-src 'self'; frame-src ${audience}; frame-ancestors 'none'; base-uri 'none'`;
  const signedIn = createSignedIn('help_desk');
  const routes = Router();
  const personOf = (req: Request) => personCalled(signedIn.who(req) ?? '');

  const show = (req: Request, res: Response, open: Customer | null): unknown => {
    const person = personOf(req);
    if (!person) return res.redirect(303, '/login');
    if (!open) return res.status(404).send(htmlText(lostPage()));
    return res.set('Content-Security-Policy', policy).send(htmlText(deskPage({ person, open, panelUrl })));
  };

  routes.get('/login', (req, res) => {
    const person = personCalled(String(req.query.user ?? ''));
    if (!person) return res.send(htmlText(signInPage()));
    signedIn.signIn(res, person.login);
    return res.redirect(303, '/');
  });
  routes.get('/logout', (req, res) => {
    signedIn.signOut(req, res);
    res.redirect(303, '/login');
  });
  routes.get('/', (_req, res) => {
    const [first] = customers;
    res.redirect(303, first ? addressOf(first) : '/login');
  });
  routes.get('/requests/:id', (req, res) => show(req, res, customerOfRequest(req.params.id)));
  routes.get('/people/:id', (req, res) => show(req, res, customerCalled(req.params.id)));

  routes.get('/.well-known/jwks.json', (_req, res) => res.json(key.published));
  // Only this site's own pages, and only in the name of whoever is signed in to it.
  routes.post('/handrail-assertions', express.json({ limit: '4kb' }), async (req, res) => {
    const person = personOf(req);
    const asked = v.safeParse(Ask, req.body);
    if (req.headers.origin !== origin || !person) return res.status(403).end();
    if (!asked.success) return res.status(400).end();
    const { nonce, customerId } = asked.output;
    const customer = customerId === null ? null : customerCalled(customerId);
    const assertion = await signAssertion({ key, issuer: origin, audience }, person, { nonce, customer });
    return res.json({ assertion });
  });

  routes.get('/assets/console.js', (_req, res) => res.type('text/javascript').send(script));
  routes.use('/assets', express.static(fileURLToPath(new URL('./assets/', import.meta.url))), consoleAssets);
  return routes;
};
