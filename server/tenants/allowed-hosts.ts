import { Problem } from '../http/problem.ts';

/**
 * Where a tenant's CRM may be: what an admin fills in is called with secrets, so it is the CRM's own hosts and nothing else. Generic
 * sign-in hosts are not among them: a tenant's people sign in at its own.
 */
const patterns = {
  zendesk: /^[a-z0-9][a-z0-9-]{0,62}\.zendesk\.com$/,
  // Sandboxes and partitioned domains have more labels: `acme--dev.sandbox.my.salesforce.com`.
  salesforce: /^[a-z0-9][a-z0-9-]{0,62}(\.[a-z0-9-]{1,30})?\.my\.salesforce\.com$/,
} as const;

/** The origin of a CRM, checked. @throws Problem `host_refused` */
export const readHost = (kind: keyof typeof patterns, base: string, localHosts: ReadonlySet<string>): URL => {
  const url = URL.canParse(base) ? new URL(base) : null;
  if (url && url.origin === base && (isPublic(url, patterns[kind]) || localHosts.has(url.hostname)))
    return url;
  const form = kind === 'zendesk' ? 'https://acme.zendesk.com' : 'https://acme.my.salesforce.com';
  throw new Problem('host_refused', `The address should be of the form ${form}.`);
};

const isPublic = ({ protocol, port, hostname }: URL, pattern: RegExp): boolean =>
  protocol === 'https:' && port === '' && pattern.test(hostname);

/** An address on the tenant's website, checked: https, no credentials. @throws Problem `host_refused` */
export const readSite = (address: string, localHosts: ReadonlySet<string>): URL => {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === '';
  if (isPlain && (url.protocol === 'https:' || localHosts.has(url.hostname))) return url;
  throw new Problem('host_refused', 'The website’s address should begin with https://.');
};
