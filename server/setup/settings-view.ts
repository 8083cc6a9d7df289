import type { Connection } from '../../protocol/http/connection.ts';
import type { EditableSettings, SettingsView } from '../../protocol/http/tenant-settings.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import { fingerprintOf } from '../tenants/public-keys.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What an admin is shown: all that they may change, and no secret. */
export const settingsView = (tenant: Tenant, version: number): SettingsView => {
  const settings = editableOf(tenant);
  return {
    version,
    settings,
    fingerprints: pemsOf(settings).map((pem) => ({ pem, fingerprint: fingerprintOf(pem) })),
  };
};

export const editableOf = ({ name, settings }: Tenant): EditableSettings => ({
  name,
  logoUrl: settings.logoUrl,
  sites: settings.sites.map((site) => ({ name: site.name, url: site.url })),
  brands: settings.brands,
  assetHosts: settings.assetHosts,
  assetQueryPaths: settings.assetQueryPaths ?? [],
  maskSelectors: settings.maskSelectors,
  showInputSelectors: settings.showInputSelectors,
  linkLifetimeMs: settings.linkLifetimeMs,
  sessionLimitMs: settings.sessionLimitMs,
  pilot: settings.pilot,
  connection: connectionOf(settings.crm),
  app: settings.crm.kind === 'zendesk' ? settings.crm.app : null,
  assertionCertificates: settings.crm.kind === 'salesforce' ? settings.crm.assertionCertificates : [],
});

const connectionOf = (crm: CrmSettings): Connection => {
  switch (crm.kind) {
    case 'zendesk':
      return {
        kind: 'zendesk',
        base: crm.base,
        clientId: crm.clientId,
        clientSecret: null,
        sessionObject: crm.sessionObject ?? false,
      };
    case 'salesforce': {
      const { base, organizationId, clientId, brandField = null } = crm;
      return { kind: 'salesforce', base, organizationId, clientId, clientSecret: null, brandField };
    }
    case 'jwt':
      return crm;
  }
};

const pemsOf = ({ connection, app, assertionCertificates }: EditableSettings): readonly string[] => [
  ...(app ? [app.publicKeyPem] : []),
  ...assertionCertificates,
  ...(connection.kind === 'jwt' && connection.keys.by === 'pem' ? connection.keys.pems : []),
];
