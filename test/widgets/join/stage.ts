import { after } from 'node:test';
import express, { type Router } from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Upstream } from '../../../server/http/upstream.ts';
import { bundlePages } from '../../../server/pages/bundle-pages.ts';
import { bundledFile } from '../../../server/pages/bundled-file.ts';
import type { Bundles } from '../../../server/pages/bundles.ts';
import { createPages } from '../../../server/pages/create-pages.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
import { launchBrowser } from '../../support/browser.ts';
import { serve } from '../../support/http-server.ts';
import type { SessionsHouse } from '../../support/sessions-house.ts';
import { openFront } from './before-house.ts';

/** One request that reached the server, as it can be read there. */
interface Seen {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Our real pages in a real browser; the API behind them is the test's, by its wire contract. */
export interface Stage {
  readonly origin: string;
  readonly seen: Seen[];
  /** A page in a browser of its own. Whatever a policy refuses is collected. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

interface StageNeeds {
  readonly api?: (routes: Router) => void;
  readonly tenant?: Tenant;
  readonly upstream?: Pick<Upstream, 'fetch'>;
  /** The real API behind our pages. */
  readonly house?: SessionsHouse;
}

const shared: { browser?: Promise<Browser>; bundles?: Promise<Bundles> } = {};
after(async () => (await shared.browser)?.close());

const noUpstream: Pick<Upstream, 'fetch'> = {
  fetch: () => Promise.reject(new Error('This test has nobody to call.')),
};

/** The pages of this area only: a test of them doesn't wait for the others. */
const bundles = async (): Promise<Bundles> => {
  const { pages, files } = await bundlePages();
  const none = bundledFile('/snippet/none.js', new Uint8Array());
  const cores = { en: none, de: none, ar: none };
  return {
    pages,
    files: new Map(files.map((file) => [file.path, file])),
    loader: none,
    cores,
    parts: { http: none, control: none, extras: none },
  };
};

export const openStage = async (needs: StageNeeds): Promise<Stage> => {
  const { api, tenant, upstream = noUpstream, house } = needs;
  shared.browser ??= launchBrowser();
  shared.bundles ??= bundles();
  const browser = await shared.browser;
  const app = express();
  const front = house ? await openFront(house) : await serve(app);
  const { origin } = front;
  if ('listener' in front) front.listener(app);
  const seen: Seen[] = [];
  app.use(express.json(), (req, _res, next) => {
    seen.push({ method: req.method, url: req.originalUrl, body: req.body, headers: req.headers });
    next();
  });
  const routes = express.Router();
  api?.(routes);
  app.use(routes);
  const findTenant = async (id: string) => (tenant?.id === id ? tenant : null);
  app.use(
    createPages({
      config: { origin },
      findTenant,
      findTenantOfArtifact: async () => tenant ?? null,
      admitSigned: async () => ({ bootstrapCode: null, bootstrapRefusal: null }),
      bundles: await shared.bundles,
      upstream,
      now: Date.now,
    }),
  );
  return {
    origin,
    seen,
    open: async (path, options = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      await context.addInitScript(collectViolations);
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      await page.goto(`${origin}${path}`);
      return page;
    },
  };
};

declare global {
  var violations: string[] | undefined;
}

const collectViolations = (): void => {
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.violations?.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
};

/** What this page's content security policy has refused so far. */
export const violationsOf = (page: Page): Promise<string[] | undefined> =>
  page.evaluate(() => globalThis.violations);
