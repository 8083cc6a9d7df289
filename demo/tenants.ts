import type { Addresses } from './addresses.ts';
import { organizationId } from './salesforce/person.ts';
import { appId, installationId } from './zendesk/apps/installation.ts';
import { brandIds } from './zendesk/first-tickets.ts';
import { handrailAgents, handrailSupervisors } from './zendesk/person.ts';

/** The client that Handrail is, at both simulated CRMs. */
export const clientId = 'handrail-demo';
export const tenantIds = {
  zendesk: 'acme-zendesk',
  salesforce: 'acme-salesforce',
  console: 'acme-console',
} as const;

interface DemoTenant {
  readonly id: string;
  readonly name: string;
  readonly settings: object;
}

/** What the demo's processes agree on when it starts. */
export interface DemoSecrets {
  readonly clientSecret: string;
  /** Public half of the key that the simulated org signs assertions with. */
  readonly salesforceKey: string;
  /** Public half of the key that the simulated help desk signs the app's requests with. */
  readonly zendeskAppKey: string;
}

const hour = 3_600_000;

/** Where a simulator sends people back to. */
export const redirectUri = ({ handrail }: Addresses): string => `${handrail.origin}/auth/callback`;

export const panelUrl = ({ handrail }: Addresses, kind: keyof typeof tenantIds): string =>
  `${handrail.origin}/embed/${tenantIds[kind]}`;

/** The tenants of the demo, as the file that `HANDRAIL_TENANTS` names has them: one company, three times. */
export const demoTenants = (
  addresses: Addresses,
  { clientSecret, salesforceKey, zendeskAppKey }: DemoSecrets,
): readonly DemoTenant[] => {
  const { salesforce, shop, zendesk } = addresses;
  const settings = {
    logoUrl: `${shop.origin}/assets/logo.png`,
    sites: [{ name: 'Acme Outdoor', origin: shop.origin, url: `${shop.origin}/` }],
    assetHosts: [new URL(shop.origin).host],
    maskSelectors: ['.saved-card'],
    showInputSelectors: [
      'q',
      'name',
      'email',
      'street',
      'city',
      'postcode',
      'country',
      'note',
      'quantity',
    ].map((name) => `[name="${name}"]`),
    linkLifetimeMs: 24 * hour,
    sessionLimitMs: 4 * hour,
  };
  const client = { clientId, clientSecret };
  return [
    {
      id: tenantIds.zendesk,
      name: 'Acme Outdoor',
      settings: {
        ...settings,
        crm: {
          kind: 'zendesk',
          base: zendesk.origin,
          subdomain: 'acme',
          ...client,
          frameworkSdkUrl: `${zendesk.origin}/zaf_sdk.min.js`,
          app: {
            appId: String(appId),
            installationId: String(installationId),
            publicKeyPem: zendeskAppKey,
          },
        },
        roleRules: [
          { source: 'zd.group', id: String(handrailAgents.id), name: handrailAgents.name, role: 'agent' },
          {
            source: 'zd.group',
            id: String(handrailSupervisors.id),
            name: handrailSupervisors.name,
            role: 'supervisor',
          },
          { source: 'zd.role', id: 'admin', name: 'Administrator', role: 'admin' },
        ],
        brands: [
          {
            id: String(brandIds.outlet),
            name: 'Acme Outlet',
            logoUrl: `${shop.origin}/assets/outlet-logo.svg`,
            locale: 'de',
            siteUrl: `${shop.origin}/?category=Clothing`,
          },
        ],
      },
    },
    {
      id: tenantIds.salesforce,
      name: 'Acme Outdoor',
      settings: {
        ...settings,
        crm: {
          kind: 'salesforce',
          base: salesforce.origin,
          instance: salesforce.origin,
          lightning: salesforce.origin,
          organizationId,
          assertionCertificates: [salesforceKey],
          ...client,
        },
        roleRules: [
          { source: 'sf.customPermission', id: 'Handrail_Agent', name: 'Handrail Agent', role: 'agent' },
          {
            source: 'sf.customPermission',
            id: 'Handrail_Supervisor',
            name: 'Handrail Supervisor',
            role: 'supervisor',
          },
          { source: 'sf.customPermission', id: 'Handrail_Admin', name: 'Handrail Admin', role: 'admin' },
        ],
      },
    },
    { id: tenantIds.console, name: 'Acme Outdoor', settings: { ...settings, ...consoleSettings(addresses) } },
  ];
};

/** A console without a CRM says itself who is there: its keys are at an address of its own. */
const consoleSettings = ({ console: own, handrail }: Addresses): object => ({
  crm: {
    kind: 'jwt',
    consoleName: 'Acme Help Desk',
    frameAncestors: [own.origin],
    issuer: own.origin,
    audience: handrail.origin,
    keys: { by: 'jwks', url: `${own.origin}/.well-known/jwks.json` },
    algorithms: ['ES256'],
    rolesClaim: 'roles',
  },
  roleRules: [
    { source: 'jwt.role', id: 'support', name: 'Support', role: 'agent' },
    { source: 'jwt.role', id: 'support-lead', name: 'Support leads', role: 'supervisor' },
    { source: 'jwt.role', id: 'it-admin', name: 'IT administrators', role: 'admin' },
  ],
});
