import { Router } from 'express';
import * as v from 'valibot';
import { TenantId } from '../../protocol/identifier.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Logo } from './tenant-logo.ts';

interface LogoRouteNeeds {
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly logoOf: (tenant: Tenant) => Promise<Logo | null>;
}

/** Tenants' logos from our own origin: the join page asks nothing of anybody else. */
export const logoRoutes = ({ findTenant, logoOf }: LogoRouteNeeds): Router => {
  const routes = Router();
  routes.get('/logos/:tenantId', async (req, res, next) => {
    const { tenantId } = req.params;
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    const logo = tenant && (await logoOf(tenant));
    if (!logo) return next();
    res.set({
      'Cache-Control': 'public, max-age=3600',
      // An SVG opened by itself is a document: it may do nothing.
      'Content-Security-Policy': `sandbox; default-src 'none'; style-src 'unsafe-inline'`,
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    return res.type(logo.type).send(logo.body);
  });
  return routes;
};
