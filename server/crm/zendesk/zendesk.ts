import type * as v from 'valibot';
import type { ZendeskSettings } from '../../tenants/crm-settings.ts';
import { openDoor } from '../door.ts';
import type { CrmProvider, ProviderNeeds } from '../provider.ts';
import { readAnswer } from '../read-answer.ts';
import { jsonOf, revoked } from '../refusals.ts';
import { askTokenEndpoint } from '../token-endpoint.ts';
import type { TokenSet } from '../tokens.ts';
import { OwnToken, TokenAnswer } from './answers.ts';
import { createZendeskCrm } from './zendesk-crm.ts';

/** The least that the calls need: group memberships are under no narrower scope than `read`, records of custom objects under none than `write`. */
const scopeOf = ({ sessionObject }: ZendeskSettings): readonly string[] =>
  sessionObject ? ['read', 'write'] : ['read', 'tickets:write'];

/** https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/ */
export const createZendesk = (
  settings: ZendeskSettings,
  { upstream, now, noteUsage }: ProviderNeeds,
): CrmProvider => {
  const { base, clientId, clientSecret } = settings;
  const tokenUrl = `${base}/oauth/tokens`;
  const scope = scopeOf(settings);

  const ask = async (parameters: Readonly<Record<string, string>>): Promise<TokenSet> => {
    const client = { client_id: clientId, client_secret: clientSecret };
    const request = { url: tokenUrl, encoding: 'json', parameters: { ...parameters, ...client } } as const;
    return tokensOf(await askTokenEndpoint(upstream, request, TokenAnswer), now());
  };

  return {
    kind: 'zendesk',
    authorizeUrl: `${base}/oauth/authorizations/new`,
    tokenUrl,
    scope,
    exchange: ({ code, codeVerifier, redirectUri }) =>
      ask({
        grant_type: 'authorization_code',
        code,
        code_verifier: codeVerifier,
        redirect_uri: redirectUri,
        scope: scope.join(' '),
      }),
    refresh: async ({ refreshToken }) => {
      if (refreshToken === null) throw revoked();
      // Without a scope the grant keeps the one that it has (RFC 6749 §6); a wider one would be refused after the setting changed.
      return ask({ grant_type: 'refresh_token', refresh_token: refreshToken });
    },
    // https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#revoke-token
    revoke: async ({ accessToken }) => {
      const tokens = { current: async () => accessToken, renewed: async () => Promise.reject(revoked()) };
      const door = openDoor({ upstream, origins: [new URL(base).origin], tokens, noteUsage });
      const current = await door({ method: 'GET', url: `${base}/api/v2/oauth/tokens/current.json` });
      const { token } = readAnswer(OwnToken, jsonOf(current.text));
      await door({ method: 'DELETE', url: `${base}/api/v2/oauth/tokens/${token.id}.json` });
    },
    connect: (needs) => createZendeskCrm(settings, { upstream, noteUsage, ...needs }),
  };
};

const tokensOf = (answer: v.InferOutput<typeof TokenAnswer>, now: number): TokenSet => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token,
  grantedAt: now,
  issuedAt: now,
  expiresAt: answer.expires_in === null ? null : now + answer.expires_in * 1000,
  identityPath: null,
});
