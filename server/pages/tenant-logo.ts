import type { Upstream } from '../http/upstream.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';

export interface Logo {
  readonly type: string;
  readonly body: Buffer;
}

interface LogoNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly now: () => number;
}

interface Kept {
  readonly url: string;
  readonly until: number;
  readonly logo: Promise<Logo | null>;
}

const types: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/svg+xml',
]);
const maxBytes = 256 * 1024;
const keepMs = 60 * 60_000;
const keepFailureMs = 60_000;

/** One of a tenant's logos. */
export interface LogoPlace {
  /** Whose it is: one logo is kept for each. */
  readonly key: string;
  readonly url: string;
}

/** Finds a tenant's logo at its address, so that a visitor's browser needn't. Null when there is none that we would show. */
export const tenantLogo = ({ upstream, now }: LogoNeeds): ((place: LogoPlace) => Promise<Logo | null>) => {
  const kept = new Map<string, Kept>();
  return async ({ key, url }) => {
    const found = kept.get(key);
    if (found && found.url === url && found.until > now()) return found.logo;
    const logo = fetchLogo(upstream, url);
    kept.set(key, { url, until: now() + keepMs, logo });
    if (!(await logo)) kept.set(key, { url, until: now() + keepFailureMs, logo });
    return logo;
  };
};

const fetchLogo = async (upstream: Pick<Upstream, 'fetch'>, url: string): Promise<Logo | null> => {
  try {
    const answer = await upstream.fetch(url, { maxBytes, headers: { accept: [...types].join(', ') } });
    const type = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (answer.ok && types.has(type)) return { type, body: Buffer.from(await answer.arrayBuffer()) };
    await answer.body?.cancel();
    return null;
  } catch (error) {
    // A page without a logo is still the page.
    if (error instanceof UpstreamFailure) return null;
    throw error;
  }
};
