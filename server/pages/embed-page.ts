import express, { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { TenantId } from '../../protocol/identifier.ts';
import type { PanelPage } from '../../protocol/page-config.ts';
import { ZendeskLocation } from '../../protocol/zendesk-location.ts';
import type { AdmitSigned, Bootstrap } from '../auth/signed-request.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Render } from './render.ts';

interface EmbedPageNeeds {
  readonly render: Render;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly admitSigned: AdmitSigned;
}

/** How a panel was opened. */
interface Opened {
  readonly location: ZendeskLocation;
  readonly bootstrap: Bootstrap;
}

const nobody: Bootstrap = { bootstrapCode: null, bootstrapRefusal: null };

/**
 * The panel beside a case, for its tenant's console to frame and nobody else. A POST brings what the console has signed about who is
 * there; nothing is changed by it but that it can't be used again.
 */
export const embedPage = ({ render, findTenant, admitSigned }: EmbedPageNeeds): Router => {
  const routes = Router();

  const send = async (
    req: Request<{ tenantId: string }>,
    res: Response,
    admit: (tenant: Tenant) => Promise<Bootstrap>,
  ): Promise<void> => {
    const { tenantId } = req.params;
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    const crm = tenant?.settings.crm;
    if (!tenant || !crm)
      return render.plain(req, res, { about: 'unknownTenant', status: 404, frameAncestors: '*' });
    const location = req.query.location ?? 'ticket_sidebar';
    if (!v.is(ZendeskLocation, location)) return render.plain(req, res, { about: 'notFound', status: 404 });
    return render.page(req, res, {
      // Beside a ticket is the panel; the other places in Zendesk are a page of their own.
      entry: crm.kind === 'zendesk' && location !== 'ticket_sidebar' ? 'place' : 'panel',
      config: panelConfig(tenant, crm, { location, bootstrap: await admit(tenant) }),
      frameAncestors: framedBy(crm),
      scriptsAlsoFrom: frameworkOrigin(crm),
      opener: 'kept',
      clipboard: true,
    });
  };

  routes.get('/embed/:tenantId', (req, res) => send(req, res, async () => nobody));
  routes.post('/embed/:tenantId', form, (req, res) =>
    send(req, res, (tenant) => admitSigned({ tenant, token: tokenIn(req.body), url: req.originalUrl })),
  );
  return routes;
};

const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

/** Field `token`: see `AdmitSigned`. Fields that aren't known are passed over. */
const tokenIn = (body: unknown): unknown => {
  const fields = v.safeParse(v.looseObject({ token: v.string() }), body);
  return fields.success ? fields.output.token : undefined;
};

const panelConfig = ({ id, name }: Tenant, crm: CrmSettings, { location, bootstrap }: Opened): PanelPage => ({
  page: 'panel',
  ...bootstrap,
  tenant: { id, name },
  crm: consoleOf(crm, location),
});

const consoleOf = (crm: CrmSettings, location: ZendeskLocation): PanelPage['crm'] => {
  switch (crm.kind) {
    case 'zendesk':
      return { kind: crm.kind, frameworkSdkUrl: crm.frameworkSdkUrl, location };
    case 'salesforce':
      return { kind: crm.kind, lightningOrigin: crm.lightning };
    case 'jwt':
      return { kind: crm.kind, consoleName: crm.consoleName, origins: crm.frameAncestors };
  }
};

const framedBy = (crm: CrmSettings): string => {
  if (crm.kind === 'jwt') return crm.frameAncestors.join(' ');
  return crm.kind === 'zendesk' ? crm.base : crm.lightning;
};

const frameworkOrigin = (crm: CrmSettings): string | null =>
  crm.kind === 'zendesk' ? new URL(crm.frameworkSdkUrl).origin : null;
