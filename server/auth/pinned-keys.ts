import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/**
 * The public keys in these PEM texts, each a certificate or a key. A certificate is a way to write a key down: that an admin has pinned it
 * is why it is trusted, not its signature or its dates.
 */
export const pinnedKeys = (pems: readonly string[]): readonly KeyObject[] =>
  pems.map((pem) =>
    pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem),
  );
