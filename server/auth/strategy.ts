import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import type { CrmProvider } from '../crm/provider.ts';
import type { TokenSet } from '../crm/tokens.ts';
import type { OAuthCrmSettings } from '../tenants/crm-settings.ts';

interface StrategyNeeds {
  readonly provider: CrmProvider;
  readonly client: Pick<OAuthCrmSettings, 'clientId' | 'clientSecret'>;
  readonly callbackUrl: string;
  readonly store: StateStore;
}

/** passport-oauth2's longest forms: it tells which one a store has by the number of parameters, and its types know only the short ones. */
export interface StateStore {
  store(
    req: Request,
    codeVerifier: string,
    state: unknown,
    meta: unknown,
    done: (error: unknown, state?: string) => void,
  ): void;
  verify(
    req: Request,
    state: string,
    meta: unknown,
    done: (error: unknown, codeVerifier?: string, state?: unknown) => void,
  ): void;
}

/**
 * OAuth 2.0 with PKCE for one tenant. Make one for each request: passport writes the request's own actions onto the instance, so two
 * at once would answer each other. Its state store is ours (the default holds one sign-in a session), and so is the exchange of the
 * code: that of the `oauth` package has neither time limit nor host check, and knows only forms.
 */
export class SignInStrategy extends OAuth2Strategy {
  constructor({ provider, client, callbackUrl, store }: StrategyNeeds) {
    super(
      {
        authorizationURL: provider.authorizeUrl,
        tokenURL: provider.tokenUrl,
        clientID: client.clientId,
        clientSecret: client.clientSecret,
        callbackURL: callbackUrl,
        scope: [...provider.scope],
        pkce: true,
        skipUserProfile: true,
        // It is one: see `StateStore`.
        store: store as unknown as OAuth2Strategy.StateStore,
      },
      (_accessToken: string, _refreshToken: string, tokens: TokenSet, _profile: unknown, done: Verified) =>
        done(null, tokens),
    );
    const getOAuthAccessToken: Redeem = (
      code,
      { redirect_uri: redirectUri, code_verifier: codeVerifier },
      done,
    ) => {
      provider.exchange({ code, codeVerifier, redirectUri }).then(
        (tokens) => done(null, tokens.accessToken, tokens.refreshToken, tokens),
        (error: unknown) => done(error),
      );
    };
    Object.assign(this._oauth2, { getOAuthAccessToken });
  }
}

/** What failed the exchange, out of the error that passport-oauth2 wraps it in. */
export const exchangeErrorOf = (error: unknown): unknown =>
  error instanceof OAuth2Strategy.InternalOAuthError ? error.oauthError : error;

type Verified = OAuth2Strategy.VerifyCallback;

/** `oauth`'s own form, of which its types don't know that the error can be null. */
type Redeem = (
  code: string,
  parameters: { readonly redirect_uri: string; readonly code_verifier: string },
  done: (error: unknown, accessToken?: string, refreshToken?: string | null, tokens?: TokenSet) => void,
) => void;
