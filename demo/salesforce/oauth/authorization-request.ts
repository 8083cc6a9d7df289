import type { OAuthClient } from '../../oauth/client.ts';
import { isChallenge } from '../../oauth/pkce.ts';
import { readParams } from '../../oauth/read-params.ts';
import { readScopes } from './scopes.ts';

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string;
  /** OpenID Connect's `prompt`: `login` and `consent` ask again. */
  readonly prompt: readonly string[];
}

export type ReadRequest =
  | { readonly name: 'asked'; readonly request: AuthorizationRequest }
  /** Told to the person, on our own page: the address to go back to can't be trusted. */
  | { readonly name: 'hopeless'; readonly error: string; readonly why: string }
  /** Told to the client, at its address. */
  | { readonly name: 'refused'; readonly location: string };

/**
 * Reads a request of the web server flow. Stricter than Salesforce: a state, and PKCE with S256, are always required.
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
 */
export const readAuthorizationRequest = (client: OAuthClient, query: unknown): ReadRequest => {
  const params = readParams(query);
  if (params.client_id !== client.id)
    return { name: 'hopeless', error: 'invalid_client_id', why: 'client identifier invalid' };
  const redirectUri = String(params.redirect_uri ?? '');
  if (!client.redirectUris.includes(redirectUri))
    return { name: 'hopeless', error: 'redirect_uri_mismatch', why: 'redirect_uri must match configuration' };

  const state = params.state === undefined ? null : String(params.state);
  const refuse = (error: string, description: string): ReadRequest => ({
    name: 'refused',
    location: answerAddress(redirectUri, { error, error_description: description, state }),
  });
  const scopes = readScopes(params.scope);
  if (params.response_type !== 'code')
    return refuse('unsupported_response_type', 'response type must be code');
  if (!scopes) return refuse('invalid_scope', 'the requested scope is not allowed');
  if (params.code_challenge === undefined)
    return refuse('invalid_request', 'missing required code challenge');
  if (params.code_challenge_method !== 'S256' || !isChallenge(params.code_challenge))
    return refuse('invalid_request', 'invalid code challenge');
  if (!state) return refuse('invalid_request', 'missing required state');
  return {
    name: 'asked',
    request: {
      redirectUri,
      scopes,
      state,
      challenge: params.code_challenge,
      prompt: String(params.prompt ?? '').split(/\s+/),
    },
  };
};

/** The client's address with an answer in its query. */
export const answerAddress = (
  redirectUri: string,
  answer: Readonly<Record<string, string | null>>,
): string => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
};
