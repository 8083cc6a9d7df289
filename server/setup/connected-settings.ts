import type { Connection } from '../../protocol/http/connection.ts';
import { recordId } from '../crm/salesforce/record-id.ts';
import { Problem } from '../http/problem.ts';
import { readHost } from '../tenants/allowed-hosts.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import { checkPem } from '../tenants/public-keys.ts';

/** Where Zendesk serves the app framework's SDK from. */
const zendeskSdk = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';

interface Connecting {
  readonly connection: Connection;
  /** What is there now; null: nothing. Secrets that were not filled in anew come from it, and so does what others pin. */
  readonly before: CrmSettings | null;
  readonly localHosts: ReadonlySet<string>;
}

/**
 * The settings that follow from what an admin filled in. @throws Problem `host_refused`, `key_refused`, `secret_missing`.
 */
export const connectedSettings = ({ connection, before, localHosts }: Connecting): CrmSettings => {
  switch (connection.kind) {
    case 'zendesk': {
      const { origin, hostname } = readHost('zendesk', connection.base, localHosts);
      const same = before?.kind === 'zendesk' && before.base === origin ? before : null;
      return {
        kind: 'zendesk',
        base: origin,
        subdomain: same?.subdomain ?? hostname.split('.')[0] ?? '',
        ...clientOf(connection, same),
        sessionObject: connection.sessionObject ?? false,
        frameworkSdkUrl:
          same?.frameworkSdkUrl ?? (localHosts.has(hostname) ? `${origin}/zaf_sdk.min.js` : zendeskSdk),
        app: same?.app ?? null,
      };
    }
    case 'salesforce': {
      const { origin } = readHost('salesforce', connection.base, localHosts);
      const same = before?.kind === 'salesforce' && before.base === origin ? before : null;
      return {
        kind: 'salesforce',
        base: origin,
        instance: same?.instance ?? origin,
        lightning: same?.lightning ?? lightningOf(origin),
        organizationId: organizationIdOf(connection.organizationId),
        ...clientOf(connection, same),
        assertionCertificates: same?.assertionCertificates ?? [],
        brandField: connection.brandField ?? null,
        integrationAgentId: same?.integrationAgentId ?? null,
      };
    }
    case 'jwt': {
      if (connection.keys.by === 'pem') connection.keys.pems.forEach(checkPem);
      else readKeySet(connection.keys.url, localHosts);
      for (const origin of connection.frameAncestors) readFramer(origin, localHosts);
      return connection;
    }
  }
};

const clientOf = (
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string | null },
  same: { readonly clientSecret: string } | null,
) => {
  const secret = clientSecret ?? same?.clientSecret;
  // A secret never goes to another host than the one it was given for.
  if (secret === undefined) throw new Problem('secret_missing', 'Enter the client secret for this address.');
  return { clientId, clientSecret: secret };
};

const organizationIdOf = (typed: string): string => {
  const id = recordId(typed);
  if (id === null) throw new Problem('invalid_request', 'There is a typing mistake in the organization id.');
  return id;
};

/** My Domain serves the console from a sister host. */
const lightningOf = (origin: string): string =>
  origin.replace(/\.my\.salesforce\.com$/, '.lightning.force.com');

const readKeySet = (address: string, localHosts: ReadonlySet<string>): void => {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || localHosts.has(hostname)) return;
  throw new Problem('host_refused', 'The address of the keys should begin with https://.');
};

const readFramer = (origin: string, localHosts: ReadonlySet<string>): void => {
  const { protocol, hostname } = new URL(origin);
  if (protocol === 'https:' || localHosts.has(hostname)) return;
  throw new Problem('host_refused', 'The console’s address should begin with https://.');
};
