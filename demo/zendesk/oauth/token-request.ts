import * as v from 'valibot';

const text = v.pipe(v.string(), v.minLength(1));
const seconds = (least: number, most: number) =>
  v.optional(
    v.pipe(v.union([v.string(), v.number()]), v.toNumber(), v.integer(), v.minValue(least), v.maxValue(most)),
  );

const client = { client_id: text, client_secret: text };
const lifetimes = {
  /** 5 minutes to 2 days. */
  expires_in: seconds(300, 172_800),
  /** 7 to 90 days. */
  refresh_token_expires_in: seconds(604_800, 7_776_000),
};

/**
 * A body of POST /oauth/tokens. Bounds and names: https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
 */
export const TokenRequest = v.variant('grant_type', [
  v.strictObject({
    grant_type: v.literal('authorization_code'),
    ...client,
    code: text,
    redirect_uri: text,
    code_verifier: v.optional(v.string()),
    scope: v.optional(v.string()),
    ...lifetimes,
  }),
  v.strictObject({
    grant_type: v.literal('refresh_token'),
    ...client,
    refresh_token: text,
    scope: v.optional(v.string()),
    ...lifetimes,
  }),
]);
export type TokenRequest = v.InferOutput<typeof TokenRequest>;
export type CodeExchange = Extract<TokenRequest, { grant_type: 'authorization_code' }>;
export type Refresh = Extract<TokenRequest, { grant_type: 'refresh_token' }>;
