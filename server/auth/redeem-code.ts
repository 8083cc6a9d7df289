import { Authenticator } from 'passport';
import type { CrmProvider } from '../crm/provider.ts';
import type { TokenSet } from '../crm/tokens.ts';
import { Problem } from '../http/problem.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Exchange } from './go-to-crm.ts';
import { exchangeErrorOf, SignInStrategy, type StateStore } from './strategy.ts';

interface Redemption extends Exchange {
  readonly tenant: Tenant;
  readonly provider: CrmProvider;
  readonly callbackUrl: string;
  readonly codeVerifier: string;
}

/** Exchanges the code in this request for tokens. @throws Problem `sign_in_denied`, `wrong_organization`, `crm_*`. */
export const redeemCode = ({
  req,
  res,
  tenant,
  provider,
  callbackUrl,
  codeVerifier,
}: Redemption): Promise<TokenSet> => {
  const store: StateStore = {
    store: (_req, _verifier, _state, _meta, done) => done(new Error('A callback has a code.')),
    // The state was checked, and used up, when the callback was claimed.
    verify: (_req, _state, _meta, done) => done(null, codeVerifier),
  };
  const client = tenant.settings.crm;
  if (client.kind === 'jwt') throw denied();
  const strategy = new SignInStrategy({ provider, client, callbackUrl, store });
  return new Promise((resolve, reject) => {
    const answer = (error: unknown, tokens?: TokenSet | false | null) => {
      if (tokens) return resolve(tokens);
      return reject(error ? reasonOf(exchangeErrorOf(error)) : denied());
    };
    new Authenticator().authenticate(strategy, { session: false }, answer)(req, res, reject);
  });
};

// A code that the CRM doesn't take (old, used, made for another browser) is no grant that was lost.
const reasonOf = (error: unknown): unknown =>
  error instanceof Problem && error.code === 'auth_revoked' ? denied(error) : error;

export const denied = (cause?: unknown): Problem =>
  new Problem('sign_in_denied', 'The CRM did not let you in. Start again in the panel.', { cause });
