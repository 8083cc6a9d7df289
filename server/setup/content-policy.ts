/** One policy, by directive. Of several a page must satisfy all. */
export type ContentPolicy = ReadonlyMap<string, readonly string[]>;

/** CSP Level 3, §2.2.1: the first of two directives of the same name counts. */
export const parsePolicies = (header: string): readonly ContentPolicy[] =>
  header
    .split(',')
    .map(parsePolicy)
    .filter((policy) => policy.size > 0);

const parsePolicy = (text: string): ContentPolicy => {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name = '', ...values] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    if (key !== '' && !directives.has(key)) directives.set(key, values);
  }
  return directives;
};

/** What the snippet needs of a policy. */
interface Need {
  /** Asked in this order: the first that is there decides. */
  readonly directives: readonly string[];
  readonly url: URL;
}

/** What would have to be added, as `script-src https://handrail.example`, for the snippet of this origin to work. */
export const lacking = (
  policies: readonly ContentPolicy[],
  handrail: URL,
  nonce: string | null,
): string[] => {
  const socket = new URL(handrail.href.replace(/^http/, 'ws'));
  const needs: Need[] = [
    { directives: ['script-src-elem', 'script-src', 'default-src'], url: handrail },
    { directives: ['connect-src', 'default-src'], url: handrail },
    { directives: ['connect-src', 'default-src'], url: socket },
  ];
  const found = policies.flatMap((policy) => [
    ...needs.flatMap((need) => additionFor(policy, need, nonce)),
    ...typesFor(policy),
  ]);
  return [...new Set(found)];
};

const additionFor = (policy: ContentPolicy, { directives, url }: Need, nonce: string | null): string[] => {
  const name = directives.find((candidate) => policy.has(candidate));
  const sources = name === undefined ? null : (policy.get(name) ?? []);
  if (sources === null || name === undefined) return [];
  const isScript = directives.includes('script-src');
  if (isScript && nonce !== null && sources.includes(`'nonce-${nonce}'`)) return [];
  // With it, lists of hosts count for nothing: only a nonce or a hash lets a script in.
  const hostsCount = !(isScript && sources.includes(`'strict-dynamic'`));
  if (hostsCount && sources.some((source) => allows(source, url))) return [];
  const wanted = hostsCount ? url.origin : `'nonce-…'`;
  // Adding to the fallback would open more than is needed: name the directive itself.
  const target = name === 'default-src' ? (directives[directives.length - 2] ?? name) : name;
  return [`${target} ${wanted}`];
};

/** CSP Level 3, §6.7.2.7, without paths: ours are at the origin's root. */
const allows = (source: string, url: URL): boolean => {
  const lower = source.toLowerCase();
  if (lower === '*') return /^(https?|wss?):$/.test(url.protocol);
  if (/^[a-z][a-z0-9+.-]*:$/.test(lower)) return upgrades(lower, url.protocol);
  const [, scheme, host = '', port] =
    /^(?:([a-z]+):\/\/)?(\*\.[^:/]+|[^:/*']+)(?::(\d+|\*))?(?:\/.*)?$/.exec(lower) ?? [];
  if (host === '') return false;
  const isHost = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  const isPort = port === '*' || (port ?? '') === url.port;
  return isHost && isPort && (scheme === undefined ? true : upgrades(`${scheme}:`, url.protocol));
};

// `https:` allows what is at least as safe, and WebSockets are not under it.
const upgrades = (scheme: string, protocol: string): boolean =>
  scheme === protocol ||
  (scheme === 'http:' && protocol === 'https:') ||
  (scheme === 'ws:' && protocol === 'wss:');

const typesFor = (policy: ContentPolicy): string[] => {
  const allowed = policy.get('trusted-types');
  if (!policy.has('require-trusted-types-for') || allowed === undefined) return [];
  return allowed.includes('handrail') || allowed.includes('*') ? [] : ['trusted-types handrail'];
};
