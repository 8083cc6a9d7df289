import * as v from 'valibot';
import { CaseField, PublicPem, signingAlgorithms } from '../../protocol/http/connection.ts';
import { OriginText } from '../../protocol/identifier.ts';

const OAuthClient = { clientId: v.string(), clientSecret: v.string() };

const ZendeskSettings = v.strictObject({
  kind: v.literal('zendesk'),
  /** `https://acme.zendesk.com` */
  base: OriginText,
  subdomain: v.string(),
  ...OAuthClient,
  /** Every session as a record of the custom object `handrail_session`, too, which takes agents' consent to the wide scope `write`. */
  sessionObject: v.optional(v.boolean()),
  /** Where the app framework's SDK is loaded from. */
  frameworkSdkUrl: v.string(),
  /** The installed app and the key that its signed addresses are checked with; null: the app is not installed yet. */
  app: v.optional(
    v.nullable(
      v.strictObject({
        appId: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
        installationId: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
        publicKeyPem: PublicPem,
      }),
    ),
    null,
  ),
});
export type ZendeskSettings = v.InferOutput<typeof ZendeskSettings>;

const SalesforceSettings = v.strictObject({
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
  /** What the org signs with: two while one takes over from the other. */
  assertionCertificates: v.optional(v.pipe(v.array(PublicPem), v.maxLength(2)), () => []),
  /** The API name of the field of cases whose value is the brand; null or not said: cases have no brand. */
  brandField: v.optional(v.nullable(CaseField)),
  /** The agent whose grant reads what other people hold; null: everybody's own grant does. */
  integrationAgentId: v.optional(v.nullable(v.string()), null),
});
export type SalesforceSettings = v.InferOutput<typeof SalesforceSettings>;

/** Any console that signs a JWT and opens a frame. */
const JwtSettings = v.strictObject({
  kind: v.literal('jwt'),
  /** What people call it. */
  consoleName: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** Origins that may frame the panel. */
  frameAncestors: v.pipe(v.array(OriginText), v.minLength(1), v.maxLength(10)),
  issuer: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  audience: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  keys: v.variant('by', [
    v.strictObject({ by: v.literal('jwks'), url: v.pipe(v.string(), v.url(), v.maxLength(500)) }),
    v.strictObject({
      by: v.literal('pem'),
      pems: v.pipe(v.array(PublicPem), v.minLength(1), v.maxLength(4)),
    }),
  ]),
  algorithms: v.pipe(v.array(v.picklist(signingAlgorithms)), v.minLength(1)),
  /** The claim that lists a person's roles. */
  rolesClaim: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
});

/** How one tenant's CRM, or console, is reached and believed. */
export const CrmSettings = v.variant('kind', [ZendeskSettings, SalesforceSettings, JwtSettings]);
export type CrmSettings = v.InferOutput<typeof CrmSettings>;
/** A CRM that people sign in to by OAuth. */
export type OAuthCrmSettings = ZendeskSettings | SalesforceSettings;
