import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The key behind the org's certificate `Handrail_Signing`: the one given, as PEM, or a new one. */
export const signingKey = (pem: string | undefined): KeyObject =>
  pem === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : createPrivateKey(pem);
