import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** What the console signs with, and what it publishes of it (RFC 7517). */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly published: { readonly keys: readonly JWK[] };
}

/** A new key each time the console starts: Handrail reads the published ones again when a token names one that it doesn't know. */
export const makeSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(jwk);
  return { id, privateKey, published: { keys: [{ ...jwk, kid: id, use: 'sig', alg: 'ES256' }] } };
};
