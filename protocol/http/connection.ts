import * as v from 'valibot';
import { OriginText } from '../identifier.ts';

/** Text that people type into a form. */
const Typed = (maxLength: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLength));

/** A public key or a certificate in PEM. A private key doesn't look like this, so none can be put in by mistake. */
export const PublicPem = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(8192),
  v.regex(
    /^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\r?\n[A-Za-z0-9+/=\r\n]+-----END (PUBLIC KEY|CERTIFICATE)-----$/,
  ),
);

/** A field of Salesforce's cases, by its API name. */
export const CaseField = v.pipe(v.string(), v.trim(), v.maxLength(80), v.regex(/^[A-Za-z]\w*$/));

const OAuthClient = {
  clientId: Typed(255),
  /** Null: the one that is there stays. It is never told. */
  clientSecret: v.nullable(Typed(500)),
};

export const signingAlgorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'] as const;

/** How a tenant's CRM is reached, as its admin fills it in. What follows from it (addresses, hosts) is the server's to find. */
export const Connection = v.variant('kind', [
  v.strictObject({
    kind: v.literal('zendesk'),
    /** `https://acme.zendesk.com` */
    base: OriginText,
    ...OAuthClient,
    /** Every session as a record of a custom object, too: agents are asked for the wider scope that this takes. */
    sessionObject: v.optional(v.boolean()),
  }),
  v.strictObject({
    kind: v.literal('salesforce'),
    /** My Domain, `https://acme.my.salesforce.com`. */
    base: OriginText,
    /** 15 or 18 characters. */
    organizationId: v.pipe(v.string(), v.trim(), v.regex(/^00D[A-Za-z0-9]{12}([A-Z0-5]{3})?$/)),
    ...OAuthClient,
    /** The field of cases whose value is the brand's id; null: cases have no brand. */
    brandField: v.optional(v.nullable(CaseField)),
  }),
  v.strictObject({
    kind: v.literal('jwt'),
    consoleName: Typed(80),
    /** Origins that may frame the panel. */
    frameAncestors: v.pipe(v.array(OriginText), v.minLength(1), v.maxLength(10)),
    issuer: Typed(255),
    audience: Typed(255),
    keys: v.variant('by', [
      v.strictObject({ by: v.literal('jwks'), url: v.pipe(Typed(500), v.url()) }),
      v.strictObject({
        by: v.literal('pem'),
        pems: v.pipe(v.array(PublicPem), v.minLength(1), v.maxLength(4)),
      }),
    ]),
    algorithms: v.pipe(v.array(v.picklist(signingAlgorithms)), v.minLength(1)),
    rolesClaim: Typed(100),
  }),
]);
export type Connection = v.InferOutput<typeof Connection>;
