import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { TenantId } from '../../protocol/identifier.ts';
import type { AdminPage } from '../../protocol/page-config.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Render } from './render.ts';

interface AdminPagesNeeds {
  readonly render: Render;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
}

/** The page where administrators decide who may do what. Nobody may frame it. */
export const adminPages = ({ render, findTenant }: AdminPagesNeeds): Router => {
  const routes = Router();
  routes.get('/admin/:tenantId', async (req: Request<{ tenantId: string }>, res: Response) => {
    const { tenantId } = req.params;
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    if (!tenant) return render.plain(req, res, { about: 'unknownTenant', status: 404 });
    const { id, name, settings } = tenant;
    const config: AdminPage = { page: 'admin', tenant: { id, name }, crm: settings.crm.kind };
    // The sign-in popup asks the page that opened it for a proof: they have to see each other.
    return render.page(req, res, { entry: 'admin', config, opener: 'kept', clipboard: true });
  });
  return routes;
};
