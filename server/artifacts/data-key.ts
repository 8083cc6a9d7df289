import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import type { KeyRing } from '../crypto/key-ring.ts';

/** Which artifact a key belongs to: it opens no other. */
export interface KeyOwner {
  readonly id: string;
  readonly tenantId: string;
}

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** What the key ring seals an artifact's key with. */
export const keyContext = ({ tenantId, id }: KeyOwner): string => `artifact:${tenantId}:${id}`;

/** The key of one object, as it may lie in the database. */
export const wrapDataKey = (keyRing: Pick<KeyRing, 'seal'>, owner: KeyOwner, key: Uint8Array): string =>
  keyRing.seal(key, keyContext(owner));

/** @throws Error when it is another artifact's, or was sealed under a key that is not here. */
export const unwrapDataKey = (keyRing: Pick<KeyRing, 'open'>, owner: KeyOwner, wrapped: string): Uint8Array =>
  keyRing.open(wrapped, keyContext(owner));

/** Sealed to the tenant's own key, as JSON: RFC 9180 in base mode. After this only whoever has its private half can open the object. */
export const sealDataKeyTo = async (
  publicKey: string,
  { tenantId, id }: KeyOwner,
  key: Uint8Array,
): Promise<string> => {
  const point = fromBase64Url(publicKey) ?? new Uint8Array(0);
  const recipientPublicKey = await suite.kem.deserializePublicKey(point);
  const info = Buffer.from(`handrail/1 artifact|${tenantId}|${id}`, 'utf8');
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const sealed = await sender.seal(Uint8Array.from(key));
  return JSON.stringify({
    enc: toBase64Url(new Uint8Array(sender.enc)),
    sealed: toBase64Url(new Uint8Array(sealed)),
  });
};
