import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { utf8 } from './utf8.ts';

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Somebody's HPKE key for one page load. The private half can't be exported. */
export interface HpkeKey {
  /** Raw P-256 point, base64url. */
  readonly publicKey: string;
  readonly pair: CryptoKeyPair;
}

/** What HPKE answers with: the encapsulated key and the ciphertext, both base64url. */
export interface HpkeSealed {
  readonly enc: string;
  readonly sealed: string;
}

/** RFC 9180's inputs beside the two keys. `psk` makes it mode_psk; without one it is base mode. */
export interface HpkeContext {
  readonly info: string;
  readonly psk?: Uint8Array<ArrayBuffer>;
}

/** A secret that both ends of one exchange export (RFC 9180 §5.3), and no other holder of the plaintext has. */
export interface Exchanged<T> {
  readonly value: T;
  exported(label: string): Promise<Uint8Array<ArrayBuffer>>;
}

export const makeHpkeKey = async (): Promise<HpkeKey> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey: toBase64Url(publicKey), pair };
};

/** Seals bytes to the owner of `publicKey`. */
export const hpkeSeal = async (
  plain: Uint8Array<ArrayBuffer>,
  publicKey: string,
  context: HpkeContext,
): Promise<Exchanged<HpkeSealed>> => {
  const recipientPublicKey = await suite.kem.deserializePublicKey(bytesOf(publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, ...parametersOf(context) });
  const sealed = new Uint8Array(await sender.seal(plain));
  return {
    value: { enc: toBase64Url(new Uint8Array(sender.enc)), sealed: toBase64Url(sealed) },
    exported: async (label) => new Uint8Array(await sender.export(utf8(label), 32)),
  };
};

/** @throws HpkeError when the sender had another psk or info, or the bytes were changed. */
export const hpkeOpen = async (
  { enc, sealed }: HpkeSealed,
  key: HpkeKey,
  context: HpkeContext,
): Promise<Exchanged<Uint8Array<ArrayBuffer>>> => {
  const recipient = await suite.createRecipientContext({
    recipientKey: key.pair,
    enc: bytesOf(enc),
    ...parametersOf(context),
  });
  return {
    value: new Uint8Array(await recipient.open(bytesOf(sealed))),
    exported: async (label) => new Uint8Array(await recipient.export(utf8(label), 32)),
  };
};

const parametersOf = ({ info, psk }: HpkeContext) => ({
  info: utf8(info),
  ...(psk && { psk: { id: utf8('handrail/1 psk'), key: psk } }),
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64Url(text);
  if (!bytes) throw new TypeError('not base64url');
  return bytes;
};
