import type { RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';

export interface SiteAccessNeeds {
  /** Whether some tenant's sessions take place on this origin. */
  readonly isSite: (origin: string) => Promise<boolean>;
}

interface Allowed {
  readonly methods: string;
  readonly headers: string;
  /** Of the answer, which scripts may read beside the few that they always may. */
  readonly exposed?: string;
}

const asking: Allowed = { methods: 'GET, POST', headers: 'authorization, content-type' };

/** CORS (https://fetch.spec.whatwg.org/#http-cors-protocol) for tenants' sites and nobody else: no cookies, one origin, never `*`. */
export const siteAccess =
  ({ isSite }: SiteAccessNeeds, { methods, headers, exposed }: Allowed = asking): RequestHandler =>
  async (req, res, next) => {
    const { origin } = req.headers;
    res.vary('Origin');
    if (origin === undefined || !(await isSite(origin))) {
      throw new Problem('origin_refused', 'This is for the websites of companies that use Handrail.');
    }
    res.setHeader('access-control-allow-origin', origin);
    if (exposed !== undefined) res.setHeader('access-control-expose-headers', exposed);
    if (req.method !== 'OPTIONS') return next();
    res.setHeader('access-control-allow-methods', methods);
    res.setHeader('access-control-allow-headers', headers);
    res.setHeader('access-control-max-age', '600');
    res.status(204).end();
  };
