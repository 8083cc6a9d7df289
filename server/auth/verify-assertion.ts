import { createLocalJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type Assertion, readAssertion } from './assertion.ts';
import { assertionTrust, type Trust } from './assertion-trust.ts';
import { createJwksCache, type JwksCache } from './jwks-cache.ts';
import { pinnedKeys } from './pinned-keys.ts';

interface VerifyNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  /** Handrail's own, as browsers name it. */
  readonly origin: string;
  readonly now: () => number;
}

/**
 * Reads what this tenant's console has signed about who is here (RFC 7519, RFC 8725): its own keys, its own algorithms, for us, and for
 * two minutes at most. Nothing that the token says leads to a key. Whether it was used before is the caller's to ask.
 * @throws Problem `assertion_key_missing`, `assertion_refused`, `assertion_expired`, `crm_unavailable`.
 */
export type VerifyAssertion = (tenant: Tenant, text: string) => Promise<Assertion>;

/** How far the console's clock may be from ours. */
export const toleranceSeconds = 30;
const longestSeconds = 120;

export const createVerifyAssertion = ({ upstream, origin, now }: VerifyNeeds): VerifyAssertion => {
  const jwks = createJwksCache({ upstream, now });
  return async (tenant, text) => {
    const trust = assertionTrust(tenant, origin);
    const options: JWTVerifyOptions = {
      algorithms: [...trust.algorithms],
      audience: trust.audience,
      requiredClaims: ['iss', 'sub', 'exp', 'jti'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(now()),
    };
    const claims = await claimsOf(text, { trust, options, jwks });
    checkLife(claims, now() / 1000);
    const assertion = readAssertion(tenant, claims);
    if (!assertion || !trust.isIssuer(claims.iss ?? '')) throw refused();
    return assertion;
  };
};

interface Verifying {
  readonly trust: Trust;
  readonly options: JWTVerifyOptions;
  readonly jwks: JwksCache;
}

const claimsOf = async (text: string, { trust: { keys }, options, jwks }: Verifying): Promise<JWTPayload> => {
  if (keys.by === 'pem') return byPinnedKey(text, keys.pems, options);
  try {
    return await byKeySet(text, await jwks(keys.url, false), options);
  } catch (error) {
    // A key that is new there: they are read once more.
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw meaningOf(error);
  }
  return byKeySet(text, await jwks(keys.url, true), options).catch(fail);
};

const byKeySet = async (
  text: string,
  keys: Awaited<ReturnType<JwksCache>>,
  options: JWTVerifyOptions,
): Promise<JWTPayload> => (await jwtVerify(text, createLocalJWKSet(keys), options)).payload;

/** Signed by one of these. */
export const byPinnedKey = async (
  text: string,
  pems: readonly string[],
  options: JWTVerifyOptions,
): Promise<JWTPayload> => {
  let failure: unknown = null;
  for (const key of pinnedKeys(pems)) {
    try {
      return (await jwtVerify(text, key, options)).payload;
    } catch (error) {
      failure = error;
      // Signed by this key, then, and wrong in another way.
      if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) break;
    }
  }
  throw failure === null ? keyMissing() : meaningOf(failure);
};

const checkLife = ({ exp = 0, iat = exp }: JWTPayload, now: number): void => {
  const isLong = exp > now + longestSeconds + toleranceSeconds || exp - iat > longestSeconds;
  if (isLong) throw refused(new Error('It is good for too long.'));
};

// Whatever the library makes of a stranger's text: it is no assertion. What we threw ourselves stays.
const meaningOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const isEarly = error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf';
  if (error instanceof errors.JWTExpired || isEarly) {
    return new Problem('assertion_expired', 'What the console signed is too old, or a clock is wrong.', {
      cause: error,
    });
  }
  return refused(error);
};

const fail = (error: unknown): never => {
  throw meaningOf(error);
};

export const refused = (cause?: unknown): Problem =>
  new Problem('assertion_refused', 'What the console signed about you is not accepted here.', { cause });

export const keyMissing = (): Problem =>
  new Problem(
    'assertion_key_missing',
    'No key is known that this organization’s console could have signed with.',
  );
