import { type Request, Router } from 'express';
import * as v from 'valibot';
import { TenantId } from '../../protocol/identifier.ts';
import { appearanceOf, logoPathOf } from '../tenants/appearance.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Logo, LogoPlace } from './tenant-logo.ts';

interface LogoRouteNeeds {
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  readonly logoOf: (place: LogoPlace) => Promise<Logo | null>;
}

interface LogoParams {
  readonly tenantId: string;
  readonly brandId?: string;
}

/** Tenants' and their brands' logos from our own origin: the join page asks nothing of anybody else. */
export const logoRoutes = ({ findTenant, logoOf }: LogoRouteNeeds): Router => {
  const routes = Router();
  const placeOf = async ({ tenantId, brandId }: LogoParams): Promise<LogoPlace | null> => {
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    if (!tenant) return null;
    const appearance = appearanceOf(tenant, brandId ?? null);
    // A brand that there isn't has no logo: it is not answered with the tenant's own.
    if (appearance.brandId !== (brandId ?? null)) return null;
    const key = logoPathOf(tenant.id, appearance);
    return key === null || appearance.logoUrl === null ? null : { key, url: appearance.logoUrl };
  };

  routes.get('/logos/:tenantId{/:brandId}', async (req: Request<LogoParams>, res, next) => {
    const place = await placeOf(req.params);
    const logo = place && (await logoOf(place));
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
