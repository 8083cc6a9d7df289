import express, { Router } from 'express';
import { type Html, html, htmlText } from '../serving/html.ts';
import type { Faults } from './inject-faults.ts';
import { namedFaults } from './named-faults.ts';

interface FaultRoutesNeeds {
  readonly faults: Faults;
  /** The simulator's own, as a browser names it. */
  readonly origin: string;
  readonly page: (title: string, body: Html) => Html;
}

/** The page where people make things go wrong: /faults. */
export const faultRoutes = ({ faults, origin, page }: FaultRoutesNeeds): Router => {
  const routes = Router();

  routes.get('/faults', (req, res) => {
    const done = namedFaults.get(String(req.query.done ?? ''));
    res.set('Content-Security-Policy', "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
    res.send(htmlText(page('Make something go wrong', body(faults, done?.title ?? null))));
  });

  routes.post('/faults', express.urlencoded({ extended: false }), (req, res) => {
    // Another site's page must not break the demo.
    if (req.headers.origin !== origin) return res.status(403).end();
    const name = String(req.body?.name ?? '');
    if (name === 'clear') {
      faults.clear();
      return res.redirect(303, '/faults');
    }
    if (!faults.cause(name)) return res.status(400).end();
    return res.redirect(303, `/faults?done=${encodeURIComponent(name)}`);
  });

  return routes;
};

const body = ({ pending }: Faults, done: string | null): Html => html`<body class="sheet-page">
<main class="sheet">
  <h1>Make something go wrong</h1>
  <p class="muted">Here the CRM misbehaves as real ones do, to see what Handrail makes of it. A single request can ask for the same with the
    header <code>X-Simulated-Fault</code> and one of the names.</p>
  <p role="status">${done === null ? '' : html`<strong>${done}</strong>: done.`} ${pending.length} waiting for a call.</p>
  <form method="post" action="/faults" class="faults">
    <ul>${[...namedFaults].map(
      ([name, { title, what }]) => html`<li>
      <button name="name" value="${name}" aria-describedby="fault-${name}">${title}</button>
      <span id="fault-${name}" class="muted">${what} <code>${name}</code></span>
    </li>`,
    )}</ul>
    <p><button name="name" value="clear" class="primary">Put everything right that waits</button></p>
  </form>
</main>
</body>`;
