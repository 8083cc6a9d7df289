import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { SessionId, TenantId } from '../../protocol/identifier.ts';
import type { LivePage, PanelPage, SignInPage } from '../../protocol/page-config.ts';
import { ZendeskLocation } from '../../protocol/zendesk-location.ts';
import type { OAuthCrmSettings } from '../tenants/crm-settings.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Render } from './render.ts';

interface AgentPagesNeeds {
  readonly render: Render;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
}

/** The pages that agents use: the panel beside a case, the sign-in popup, the live view. */
export const agentPages = ({ render, findTenant }: AgentPagesNeeds): Router => {
  const routes = Router();
  routes.get('/embed/:tenantId', async (req, res) => {
    const { tenantId } = req.params;
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    const crm = tenant?.settings.crm;
    if (!tenant || !crm || crm.kind === 'jwt')
      return render.plain(req, res, { about: 'unknownTenant', status: 404, frameAncestors: '*' });
    const location = req.query.location ?? 'ticket_sidebar';
    if (!v.is(ZendeskLocation, location)) return render.plain(req, res, { about: 'notFound', status: 404 });
    return render.page(req, res, {
      // Beside a ticket is the panel; the other places in Zendesk are a page of their own.
      entry: crm.kind === 'zendesk' && location !== 'ticket_sidebar' ? 'place' : 'panel',
      config: panelConfig(tenant, crm, location),
      frameAncestors: framedBy(crm),
      scriptsAlsoFrom: frameworkOrigin(crm),
      opener: 'kept',
      clipboard: true,
    });
  });
  routes.get('/live/:sessionId', (req: Request<{ sessionId: string }>, res: Response) => {
    const { sessionId } = req.params;
    if (!v.is(SessionId, sessionId)) return render.plain(req, res, { about: 'notFound', status: 404 });
    const config: LivePage = { page: 'live', sessionId };
    return render.page(req, res, { entry: 'live-view', config, frames: true, clipboard: true });
  });
  for (const step of ['start', 'done'] as const) {
    routes.get(`/auth/${step}/:id`, (req: Request<{ id: string }>, res: Response) => {
      const config: SignInPage = { page: 'sign-in', step, transactionId: req.params.id };
      // The popup asks the panel that opened it for a proof: it has to see it.
      return render.page(req, res, { entry: 'sign-in', config, opener: 'kept' });
    });
  }
  return routes;
};

const panelConfig = ({ id, name }: Tenant, crm: OAuthCrmSettings, location: ZendeskLocation): PanelPage => ({
  page: 'panel',
  tenant: { id, name },
  crm:
    crm.kind === 'zendesk'
      ? { kind: crm.kind, frameworkSdkUrl: crm.frameworkSdkUrl, location }
      : { kind: crm.kind, lightningOrigin: crm.lightning },
});

const framedBy = (crm: OAuthCrmSettings): string => (crm.kind === 'zendesk' ? crm.base : crm.lightning);

const frameworkOrigin = (crm: OAuthCrmSettings): string | null =>
  crm.kind === 'zendesk' ? new URL(crm.frameworkSdkUrl).origin : null;
