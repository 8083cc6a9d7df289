import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { Problem } from '../http/problem.ts';

const smallestRsaBits = 2048;

/** @throws Problem `key_refused` when this is no public key that signatures can be trusted by. */
export const checkPem = (pem: string): void => {
  const key = keyOf(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const isStrong = key.asymmetricKeyType === 'rsa' ? bits >= smallestRsaBits : isCurve(key);
  if (!isStrong) throw refused();
};

/** SHA-256 of the public key (SubjectPublicKeyInfo), the same for a certificate and for the key in it: `ab:cd:…`. */
export const fingerprintOf = (pem: string): string =>
  createHash('sha256')
    .update(keyOf(pem).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .replaceAll(/..(?!$)/g, '$&:');

const isCurve = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === 'ed25519' ||
  (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1');

const keyOf = (pem: string): KeyObject => {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw refused(cause);
  }
};

const refused = (cause?: unknown): Problem =>
  new Problem(
    'key_refused',
    'This is not a public key or certificate that can be used: RSA of 2048 bits or more, P-256 or Ed25519.',
    { cause },
  );
