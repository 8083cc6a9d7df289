import * as v from 'valibot';

/** What a CRM gave us for one agent. Times are epoch milliseconds. */
export const TokenSet = v.strictObject({
  accessToken: v.string(),
  /** Null when the CRM gave none: then the agent signs in again. */
  refreshToken: v.nullable(v.string()),
  /** When the person said yes; a refresh changes nothing about it. */
  grantedAt: v.number(),
  issuedAt: v.number(),
  /** Null when the CRM doesn't say (Salesforce). */
  expiresAt: v.nullable(v.number()),
  /** The path of the Salesforce identity, `/id/<organization>/<user>`; null elsewhere. */
  identityPath: v.nullable(v.string()),
});
export type TokenSet = v.InferOutput<typeof TokenSet>;

/** Where a CRM client gets its access token: it holds none itself. */
export interface TokenHolder {
  /** @throws Problem `auth_revoked`, `crm_*`. */
  current(): Promise<string>;
  /** A newer one than this, which the CRM has refused. @throws Problem `auth_revoked`, `crm_*`. */
  renewed(refused: string): Promise<string>;
}
