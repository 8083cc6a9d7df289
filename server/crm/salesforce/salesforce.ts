import { createHmac } from 'node:crypto';
import type * as v from 'valibot';
import { sameSecret } from '../../crypto/digest.ts';
import { Problem } from '../../http/problem.ts';
import type { SalesforceSettings } from '../../tenants/crm-settings.ts';
import { askUpstream } from '../door.ts';
import type { CrmProvider, ProviderNeeds } from '../provider.ts';
import { answerInvalid, refusalOf, revoked } from '../refusals.ts';
import { askTokenEndpoint } from '../token-endpoint.ts';
import type { TokenSet } from '../tokens.ts';
import { TokenAnswer } from './answers.ts';
import { recordId } from './record-id.ts';
import { createSalesforceCrm } from './salesforce-crm.ts';

/** `custom_permissions` puts them into the identity: an agent's own token can read its roles nowhere else. */
const scope = ['api', 'refresh_token', 'openid', 'custom_permissions'];

/** Identities are named under these, whatever My Domain somebody signed in at. */
const genericHosts = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm */
export const createSalesforce = (settings: SalesforceSettings, needs: ProviderNeeds): CrmProvider => ({
  kind: 'salesforce',
  authorizeUrl: `${settings.base}/services/oauth2/authorize`,
  tokenUrl: tokenUrlOf(settings),
  scope,
  exchange: ({ code, codeVerifier, redirectUri }) =>
    askForTokens(settings, needs, {
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
    }),
  refresh: async ({ refreshToken }) => {
    if (refreshToken === null) throw revoked();
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const fresh = await askForTokens(settings, needs, form);
    // Without rotation the old one goes on.
    return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
  },
  revoke: (tokens) => revoke(settings, needs, tokens),
  connect: (connection) =>
    createSalesforceCrm(settings, { upstream: needs.upstream, noteUsage: needs.noteUsage, ...connection }),
});

const tokenUrlOf = ({ base }: SalesforceSettings): string => `${base}/services/oauth2/token`;

const askForTokens = async (
  settings: SalesforceSettings,
  needs: ProviderNeeds,
  form: Readonly<Record<string, string>>,
): Promise<TokenSet> => {
  const client = { client_id: settings.clientId, client_secret: settings.clientSecret };
  const request = {
    url: tokenUrlOf(settings),
    encoding: 'form',
    parameters: { ...form, ...client },
  } as const;
  const answer = await askTokenEndpoint(needs.upstream, request, TokenAnswer);
  const pair = { accessToken: answer.access_token, refreshToken: answer.refresh_token };
  try {
    const identityPath = checkedIdentity(answer, settings);
    return { ...pair, grantedAt: needs.now(), issuedAt: needs.now(), expiresAt: null, identityPath };
  } catch (error) {
    // Whoever they belong to: we have no business with them.
    await revoke(settings, needs, pair).catch(ignoreProblems);
    throw error;
  }
};

/** The refresh token stands for the whole grant. */
const revoke = async (
  { base }: SalesforceSettings,
  { upstream }: ProviderNeeds,
  { accessToken, refreshToken }: Pick<TokenSet, 'accessToken' | 'refreshToken'>,
): Promise<void> => {
  const answer = await askUpstream(upstream, {
    method: 'POST',
    url: `${base}/services/oauth2/revoke`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: refreshToken ?? accessToken }).toString(),
  });
  // What Salesforce says of a token that is gone already; RFC 7009 §2.2 would have it say nothing.
  if (answer.status === 400 && /"(unsupported_token_type|invalid_token)"/.test(answer.text)) return;
  const refusal = refusalOf(answer);
  if (refusal) throw refusal;
};

// What is thrown is why the tokens were refused, not that the CRM couldn't be told.
const ignoreProblems = (error: unknown): void => {
  if (!(error instanceof Problem)) throw error;
};

/** The identity's path, if hosts and organization are the tenant's: a bearer goes nowhere else. */
const checkedIdentity = (
  { id, issued_at, signature, instance_url }: v.InferOutput<typeof TokenAnswer>,
  { base, instance, organizationId, clientSecret }: SalesforceSettings,
): string => {
  const proof = createHmac('sha256', clientSecret)
    .update(id + issued_at)
    .digest('base64');
  if (!URL.canParse(id) || !URL.canParse(instance_url) || !sameSecret(proof, signature))
    throw answerInvalid();
  const { origin, pathname } = new URL(id);
  const [, organization = '', user = ''] = /^\/id\/([A-Za-z0-9]+)\/([A-Za-z0-9]+)$/.exec(pathname) ?? [];
  const known = [new URL(base).origin, new URL(instance).origin, ...genericHosts];
  if (
    new URL(instance_url).origin !== new URL(instance).origin ||
    !known.includes(origin) ||
    recordId(organization) !== organizationId
  ) {
    throw new Problem('wrong_organization', 'This is a user of another Salesforce organization.');
  }
  if (recordId(user) === null) throw answerInvalid();
  return pathname;
};
