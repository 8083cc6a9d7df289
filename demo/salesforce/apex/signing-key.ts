import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The key behind an org's certificate, and the half of it that the admin gives to Handrail, as PEM. */
export interface SigningKey {
  readonly privatePem: string;
  readonly publicPem: string;
}

/** What an admin makes under *Certificate and Key Management*. */
export const makeSigningKey = (): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privatePem: privateKey, publicPem: publicKey };
};

/** The key behind the org's certificate `Handrail_Signing`: the one given, as PEM, or a new one. */
export const signingKey = (pem: string = makeSigningKey().privatePem): KeyObject => createPrivateKey(pem);
