import type { Check } from '../../protocol/http/setup-checks.ts';
import type { Upstream } from '../http/upstream.ts';
import { UpstreamFailure } from '../http/upstream-failure.ts';
import { lacking, parsePolicies } from './content-policy.ts';

interface LookNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  /** The snippet that a website should have. */
  readonly snippet: { readonly url: string; readonly integrity: string };
}

interface Site {
  readonly origin: string;
  readonly url: string;
}

interface Seen {
  readonly html: string;
  readonly policies: string;
}

/** A script element in a page's text. Scripts that a tag manager adds later are not in it, and should not be used. */
interface ScriptTag {
  readonly src: string | null;
  readonly integrity: string | null;
  readonly nonce: string | null;
}

const maxBytes = 2 * 1024 * 1024;
const hops = 3;

/** Reads a tenant's page as a browser would get it, and says whether the snippet is on it and may run. */
export const lookAtSite = async (needs: LookNeeds, site: Site): Promise<readonly [Check, Check]> => {
  const seen = await fetchPage(needs, site);
  const of = { site: site.origin } as const;
  if (typeof seen === 'string') {
    return [
      { name: 'snippet', ...of, state: 'unknown', reason: 'unreachable', seen: [seen] },
      { name: 'policy', ...of, state: 'unknown', reason: 'unreachable', seen: [seen] },
    ];
  }
  const scripts = scriptsOf(seen.html);
  const { url, integrity } = needs.snippet;
  const place = scripts.findIndex((script) => resolved(script.src, site.url) === url);
  const script = scripts[place];
  return [snippetCheck({ site, place, script, integrity }), policyCheck({ site, seen, script, url })];
};

const snippetCheck = ({
  site: { origin },
  place,
  script,
  integrity,
}: {
  readonly site: Site;
  readonly place: number;
  readonly script: ScriptTag | undefined;
  readonly integrity: string;
}): Check => {
  const check = { name: 'snippet', site: origin } as const;
  if (!script) return { ...check, state: 'fail', reason: 'missing', seen: [] };
  if (script.integrity !== null && script.integrity !== integrity) {
    return { ...check, state: 'fail', reason: 'old_version', seen: [script.integrity] };
  }
  // Others before it see the address with the hand-over in it.
  if (place > 0) return { ...check, state: 'fail', reason: 'not_first', seen: [String(place + 1)] };
  return { ...check, state: 'pass', reason: 'fine', seen: [script.integrity ?? integrity] };
};

const policyCheck = ({
  site: { origin },
  seen,
  script,
  url,
}: {
  readonly site: Site;
  readonly seen: Seen;
  readonly script: ScriptTag | undefined;
  readonly url: string;
}): Check => {
  const policies = parsePolicies([seen.policies, ...metaPolicies(seen.html)].filter(Boolean).join(','));
  const additions = lacking(policies, new URL(new URL(url).origin), script?.nonce ?? null);
  const check = { name: 'policy', site: origin } as const;
  return additions.length === 0
    ? { ...check, state: 'pass', reason: 'fine', seen: [] }
    : { ...check, state: 'fail', reason: 'blocked_by_policy', seen: additions };
};

/** A text when there is no page: why. */
const fetchPage = async ({ upstream }: LookNeeds, { origin, url }: Site): Promise<Seen | string> => {
  try {
    let address = new URL(url);
    for (let hop = 0; hop < hops; hop += 1) {
      const response = await upstream.fetch(address, {
        redirect: 'report',
        maxBytes,
        headers: { accept: 'text/html', 'user-agent': 'Handrail-Setup-Check' },
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        if (!response.ok) return String(response.status);
        return {
          html: await response.text(),
          policies: response.headers.get('content-security-policy') ?? '',
        };
      }
      await response.body?.cancel();
      address = new URL(location, address);
      // Only within the site that the admin has named: this door is no way to look at others.
      if (address.origin !== origin) return address.origin;
    }
    return String(hops);
  } catch (error) {
    if (error instanceof UpstreamFailure) return error.reason;
    throw error;
  }
};

const scriptsOf = (html: string): ScriptTag[] =>
  [...html.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<script\b([^>]*)>/gi)].map(([, attributes = '']) => ({
    src: attributeOf(attributes, 'src'),
    integrity: attributeOf(attributes, 'integrity'),
    nonce: attributeOf(attributes, 'nonce'),
  }));

const metaPolicies = (html: string): string[] =>
  [...html.matchAll(/<meta\b([^>]*)>/gi)].flatMap(([, attributes = '']) =>
    attributeOf(attributes, 'http-equiv')?.toLowerCase() === 'content-security-policy'
      ? [attributeOf(attributes, 'content') ?? '']
      : [],
  );

const attributeOf = (attributes: string, name: string): string | null => {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    attributes,
  );
  return found ? (found[1] ?? found[2] ?? found[3] ?? '') : null;
};

const resolved = (src: string | null, base: string): string | null =>
  src !== null && URL.canParse(src, base) ? new URL(src, base).href : null;
