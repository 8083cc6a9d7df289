import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { SessionId, TenantId } from '../../protocol/identifier.ts';
import type { LivePage } from '../../protocol/page-config.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { sendMirror } from './mirror-routes.ts';
import type { Render } from './render.ts';

interface EmbeddedLivePagesNeeds {
  readonly render: Render;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
}

/**
 * The live view inside of a console, and the mirror inside of that: pages that this tenant's console alone may frame. A browser looks at
 * every frame around a page, so the mirror has to allow the console too.
 */
export const embeddedLivePages = ({ render, findTenant }: EmbeddedLivePagesNeeds): Router => {
  const routes = Router();
  const framers = async (tenantId: string): Promise<string | null> => {
    const tenant = v.is(TenantId, tenantId) ? await findTenant(tenantId) : null;
    return tenant && consoleOf(tenant.settings.crm);
  };

  routes.get(
    '/embed/:tenantId/live/:sessionId',
    async (req: Request<{ tenantId: string; sessionId: string }>, res: Response) => {
      const { tenantId, sessionId } = req.params;
      const frameAncestors = await framers(tenantId);
      if (!frameAncestors || !v.is(SessionId, sessionId))
        return render.plain(req, res, { about: 'notFound', status: 404 });
      const config: LivePage = { page: 'live', sessionId };
      const page = { entry: 'live-view', config, frames: true, clipboard: true, frameAncestors } as const;
      return render.page(req, res, page);
    },
  );
  routes.get('/embed/:tenantId/mirror', async (req: Request<{ tenantId: string }>, res: Response) => {
    const frameAncestors = await framers(req.params.tenantId);
    if (!frameAncestors) return render.plain(req, res, { about: 'notFound', status: 404 });
    return sendMirror(res, { frameAncestors: `'self' ${frameAncestors}` });
  });
  return routes;
};

/** Zendesk has no place for a live view. */
const consoleOf = (crm: CrmSettings): string | null => {
  if (crm.kind === 'zendesk') return null;
  return crm.kind === 'jwt' ? crm.frameAncestors.join(' ') : crm.lightning;
};
