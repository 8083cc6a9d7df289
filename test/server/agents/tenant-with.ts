import type { RoleRule, Tenant } from '../../../server/tenants/tenant.ts';

/** A tenant whose rules are these; nothing else about it matters. */
export const tenantWith = (roleRules: RoleRule[]): Tenant => ({
  id: 'acme',
  name: 'Acme',
  settings: {
    crm: {
      kind: 'zendesk',
      base: 'https://acme.zendesk.example',
      subdomain: 'acme',
      clientId: 'c',
      clientSecret: 's',
      frameworkSdkUrl: 'https://sdk.example/sdk.js',
      app: null,
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: 'https://shop.example', url: 'https://shop.example/' }],
    roleRules,
    pilot: null,
    brands: [],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 1,
    sessionLimitMs: 1,
  },
});
