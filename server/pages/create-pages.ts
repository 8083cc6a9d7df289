import { type RequestHandler, Router } from 'express';
import type { AdmitSigned } from '../auth/signed-request.ts';
import type { Upstream } from '../http/upstream.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { adminPages } from './admin-pages.ts';
import { agentPages } from './agent-pages.ts';
import type { Bundles } from './bundles.ts';
import { embedPage } from './embed-page.ts';
import { embeddedLivePages } from './embedded-live-pages.ts';
import { iconRoutes } from './icon-routes.ts';
import { invitationPage } from './invitation-page.ts';
import { logoRoutes } from './logo-routes.ts';
import { mirrorRoutes } from './mirror-routes.ts';
import { recordingPages } from './recording-pages.ts';
import { createRender, type Render } from './render.ts';
import { scriptRoutes } from './script-routes.ts';
import { tenantLogo } from './tenant-logo.ts';
import { visitorPages } from './visitor-pages.ts';

interface PagesNeeds {
  readonly config: { readonly origin: string };
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly findTenantOfArtifact: (artifactId: string) => Promise<Tenant | null>;
  /** Says who is there, when the console has signed it. */
  readonly admitSigned: AdmitSigned;
  readonly bundles: Bundles;
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly now: () => number;
}

/**
 * Every page and script that we serve, and the page for addresses that there are not. Mounted at the root, after all other
 * routes: whatever else a browser asks for gets a page, whatever a program asks for goes on to the next handler.
 */
export const createPages = ({
  config,
  findTenant,
  findTenantOfArtifact,
  admitSigned,
  bundles,
  upstream,
  now,
}: PagesNeeds): Router => {
  const render = createRender({ origin: config.origin, bundles });
  const routes = Router();
  routes.get('/', (req, res) => render.plain(req, res, { about: 'home' }));
  routes.use(iconRoutes());
  routes.use(scriptRoutes(bundles));
  routes.use(logoRoutes({ findTenant, logoOf: tenantLogo({ upstream, now }) }));
  routes.use(mirrorRoutes());
  routes.use(visitorPages(render));
  routes.use(embedPage({ render, findTenant, admitSigned }));
  routes.use(agentPages(render));
  routes.use(embeddedLivePages({ render, findTenant }));
  routes.use(adminPages({ render, findTenant }));
  routes.use(recordingPages({ render, findTenantOfArtifact }));
  routes.use(invitationPage(render));
  routes.use(nothingHere(render));
  return routes;
};

const nothingHere =
  (render: Render): RequestHandler =>
  (req, res, next) => {
    const wantsPage = req.method === 'GET' && req.accepts(['json', 'html']) === 'html';
    if (!wantsPage || req.path.startsWith('/api/')) return next();
    return render.plain(req, res, { about: 'notFound', status: 404 });
  };
