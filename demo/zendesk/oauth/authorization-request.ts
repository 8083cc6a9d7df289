import type { OAuthClient } from '../../oauth/client.ts';
import { isChallenge } from '../../oauth/pkce.ts';
import { readParams } from '../../oauth/read-params.ts';
import { readScopes } from './scopes.ts';

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string;
}

export type ReadRequest =
  | { readonly name: 'asked'; readonly request: AuthorizationRequest }
  /** Told to the person, on our own page: the address to go back to can't be trusted. */
  | { readonly name: 'hopeless'; readonly why: string }
  /** Told to the client, at its address. */
  | { readonly name: 'refused'; readonly location: string };

/**
 * Reads an authorization request. Stricter than Zendesk: PKCE with S256 and a state are required of every client.
 * https://developer.zendesk.com/documentation/api-basics/authentication/using-oauth-to-authenticate-zendesk-api-requests-in-a-web-app/
 */
export const readAuthorizationRequest = (client: OAuthClient, query: unknown): ReadRequest => {
  const params = readParams(query);
  if (params.client_id !== client.id) return { name: 'hopeless', why: 'No such client.' };
  const redirectUri = String(params.redirect_uri ?? '');
  if (!client.redirectUris.includes(redirectUri))
    return { name: 'hopeless', why: 'The redirect address is not one of the client’s.' };

  const state = params.state === undefined ? null : String(params.state);
  const refuse = (error: string, description: string): ReadRequest => ({
    name: 'refused',
    location: answerAddress(redirectUri, { error, error_description: description, state }),
  });
  if (params.response_type !== 'code')
    return refuse('unsupported_response_type', 'Only the authorization code flow is supported.');
  if (params.code_challenge_method !== 'S256' || !isChallenge(params.code_challenge))
    return refuse('invalid_request', 'A code_challenge with code_challenge_method S256 is required.');
  if (!state) return refuse('invalid_request', 'A state is required.');
  return {
    name: 'asked',
    request: { redirectUri, scopes: readScopes(params.scope), state, challenge: params.code_challenge },
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
