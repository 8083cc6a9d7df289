import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { type Exchanged, type HpkeContext, type HpkeSealed, pskId } from './hpke-exchange.ts';
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

export const makeHpkeKey = async (): Promise<HpkeKey> => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return { publicKey: toBase64Url(publicKey), pair };
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
  ...(psk && { psk: { id: utf8(pskId), key: psk } }),
});

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64Url(text);
  if (!bytes) throw new TypeError('not base64url');
  return bytes;
};
