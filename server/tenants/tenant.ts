import * as v from 'valibot';
import { GrantSource } from '../../protocol/grant-source.ts';
import { OriginText, TenantId } from '../../protocol/identifier.ts';
import { AgentRole } from '../../protocol/permission.ts';

/** A group, permission set or role of the CRM, as a rule names it. Ids decide; names are for people. */
const RoleRule = v.strictObject({
  source: GrantSource,
  /** What this is depends on the source: see `GrantSource`. */
  id: v.string(),
  name: v.string(),
  role: AgentRole,
});
export type RoleRule = v.InferOutput<typeof RoleRule>;

const OAuthClient = { clientId: v.string(), clientSecret: v.string() };

const CrmSettings = v.variant('kind', [
  v.strictObject({
    kind: v.literal('zendesk'),
    /** `https://acme.zendesk.com` */
    base: OriginText,
    subdomain: v.string(),
    ...OAuthClient,
    /** Where the app framework's SDK is loaded from. */
    frameworkSdkUrl: v.string(),
  }),
  v.strictObject({
    kind: v.literal('salesforce'),
    /** My Domain: where people sign in, `https://acme.my.salesforce.com`. */
    base: OriginText,
    /** The origin that REST calls go to; a token answer that names another is refused. */
    instance: OriginText,
    /** Where the page that frames the panel is, `https://acme.lightning.force.com`. */
    lightning: OriginText,
    /** 18 characters. */
    organizationId: v.pipe(v.string(), v.regex(/^00D[A-Za-z0-9]{15}$/)),
    ...OAuthClient,
  }),
]);
export type CrmSettings = v.InferOutput<typeof CrmSettings>;
export type ZendeskSettings = Extract<CrmSettings, { kind: 'zendesk' }>;
export type SalesforceSettings = Extract<CrmSettings, { kind: 'salesforce' }>;

/** Everything that a tenant decides. */
export const TenantSettings = v.strictObject({
  crm: CrmSettings,
  logoUrl: v.nullable(v.string()),
  /** Where sessions take place. The first is where a join link lands. `url` is on `origin`. */
  sites: v.pipe(
    v.array(v.strictObject({ name: v.string(), origin: OriginText, url: v.string() })),
    v.minLength(1),
  ),
  roleRules: v.array(RoleRule),
  /** Hosts (with port, when it isn't the scheme's own) that public page assets may come from. */
  assetHosts: v.array(v.string()),
  /** Host and path (`fonts.example.com/css2`) of the public assets that may be asked for with a query; any other with one is refused. */
  assetQueryPaths: v.optional(v.array(v.string())),
  /** Selectors that are hidden before anything leaves the visitor's browser. */
  maskSelectors: v.array(v.string()),
  /** Selectors of input fields whose typed text may be shown; all others show dots. */
  showInputSelectors: v.array(v.string()),
  /** How long a join link can be opened. */
  linkLifetimeMs: v.number(),
  /** The longest a session can go on. */
  sessionLimitMs: v.number(),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** An organisation: one CRM org. */
export const Tenant = v.strictObject({ id: TenantId, name: v.string(), settings: TenantSettings });
export type Tenant = v.InferOutput<typeof Tenant>;
