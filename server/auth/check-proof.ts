import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify } from 'jose';
import * as v from 'valibot';
import { sameSecret, sha256Text } from '../crypto/digest.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { spend } from './spend.ts';

interface ProofNeeds {
  readonly db: Queryable;
  /** Handrail's own, as browsers name it. */
  readonly origin: string;
  readonly now: () => number;
}

interface ProvenRequest {
  readonly tenantId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly token: string;
  readonly thumbprint: string;
  readonly proof: string;
}

/** How far a proof's time may be from ours: panels keep to the time that our answers say. */
const windowMs = 60_000;

const Claims = v.looseObject({
  jti: v.pipe(v.string(), v.minLength(16), v.maxLength(128)),
  htm: v.string(),
  htu: v.string(),
  iat: v.number(),
  ath: v.string(),
});

/**
 * Whether whoever sends this request holds the key that its bearer is bound to: RFC 9449 §4.3, for this method, address and bearer, once.
 * @throws Problem `proof_refused`.
 */
export const createCheckProof =
  ({ db, origin, now }: ProofNeeds) =>
  async ({ tenantId, method, path, token, thumbprint, proof }: ProvenRequest): Promise<void> => {
    const claims = await claimsOf(proof, thumbprint, now());
    const isForThis =
      claims.htm === method && claims.htu === origin + path && sameSecret(claims.ath, sha256Text(token));
    if (!isForThis || Math.abs(claims.iat * 1000 - now()) > windowMs) throw refused();
    const until = claims.iat * 1000 + windowMs + 1000;
    if (!(await spend(db, { kind: 'proof', tenantId, id: claims.jti, until }))) throw refused();
  };

const claimsOf = async (proof: string, thumbprint: string, now: number) => {
  const claims = v.safeParse(Claims, await signedBy(proof, thumbprint, now));
  if (!claims.success) throw refused();
  return claims.output;
};

const signedBy = async (proof: string, thumbprint: string, now: number): Promise<JWTPayload> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      currentDate: new Date(now),
    });
    const { jwk } = protectedHeader;
    if (jwk && sameSecret(await calculateJwkThumbprint(jwk), thumbprint)) return payload;
  } catch (cause) {
    // Whatever the library makes of a stranger's text: it is no proof.
    throw refused(cause);
  }
  throw refused();
};

const refused = (cause?: unknown): Problem =>
  new Problem('proof_refused', 'This panel did not prove that the sign-in is its own.', { cause });
