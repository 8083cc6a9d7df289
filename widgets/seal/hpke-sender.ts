import { concat } from './concat.ts';
import { utf8 } from './utf8.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface HpkeSenderNeeds {
  /** The recipient's public key, a raw P-256 point. */
  readonly publicKey: Bytes;
  readonly info: Bytes;
  readonly psk?: { readonly id: Bytes; readonly key: Bytes };
  readonly aead: { readonly id: number; readonly keyBytes: number };
  /** A fresh ECDH key on P-256. */
  makeEphemeral(): Promise<CryptoKeyPair>;
}

/** One message to one recipient. */
export interface HpkeSender {
  readonly enc: Bytes;
  /** The first message of the context, which is the only one: a second call would repeat its nonce. */
  seal(plain: Bytes, additionalData: Bytes): Promise<Bytes>;
  /** 32 bytes (RFC 9180 §5.3). */
  exported(context: Bytes): Promise<Bytes>;
}

/**
 * The sender's half of RFC 9180, base and psk mode, for DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-GCM, composed of WebCrypto:
 * on the tenant's page a library that brings every curve and both halves weighs nine times as much. Tests hold it against the RFC's
 * vectors and against the library that the agent's end opens with.
 */
export const setUpHpkeSender = async (needs: HpkeSenderNeeds): Promise<HpkeSender> => {
  const { info, psk, aead } = needs;
  const suite = concat(utf8('HPKE'), new Uint8Array([0, 0x10, 0, 1, 0, aead.id]));
  const { secret, enc } = await encapsulate(needs);
  const context = concat(
    new Uint8Array([psk ? 1 : 0]),
    await extract(suite, empty, 'psk_id_hash', psk?.id ?? empty),
    await extract(suite, empty, 'info_hash', info),
  );
  const prk = await extract(suite, secret, 'secret', psk?.key ?? empty);
  const iv = await expand(suite, prk, { label: 'base_nonce', info: context, length: 12 });
  const exporter = await expand(suite, prk, { label: 'exp', info: context, length: 32 });
  const raw = await expand(suite, prk, { label: 'key', info: context, length: aead.keyBytes });
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  return {
    enc,
    seal: async (plain, additionalData) =>
      new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain)),
    exported: (label) => expand(suite, exporter, { label: 'sec', info: label, length: 32 }),
  };
};

const empty = new Uint8Array(0);

/** RFC 9180 §4.1, Encap. */
const encapsulate = async ({ publicKey, makeEphemeral }: HpkeSenderNeeds) => {
  const kem = concat(utf8('KEM'), new Uint8Array([0, 0x10]));
  // WebCrypto refuses a point that is not on the curve.
  const theirs = await crypto.subtle.importKey(
    'raw',
    publicKey,
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    [],
  );
  const own = await makeEphemeral();
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const prk = await extract(kem, empty, 'eae_prk', new Uint8Array(shared));
  const info = concat(enc, publicKey);
  return { enc, secret: await expand(kem, prk, { label: 'shared_secret', info, length: 32 }) };
};

/** LabeledExtract (RFC 9180 §4). */
const extract = (id: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> =>
  hmac(salt, concat(utf8('HPKE-v1'), id, utf8(label), ikm));

/** LabeledExpand (RFC 9180 §4) of at most 32 bytes, one round of HKDF-Expand. */
const expand = async (
  id: Bytes,
  prk: Bytes,
  { label, info, length }: { readonly label: string; readonly info: Bytes; readonly length: number },
): Promise<Bytes> => {
  const labeled = [new Uint8Array([0, length]), utf8('HPKE-v1'), id, utf8(label), info, new Uint8Array([1])];
  return (await hmac(prk, concat(...labeled))).slice(0, length);
};

const hmac = async (key: Bytes, data: Bytes): Promise<Bytes> => {
  // WebCrypto takes no empty key; HMAC fills a short one up with zeros (RFC 2104 §2), so this is the same.
  const raw = key.byteLength > 0 ? key : new Uint8Array(32);
  const hash = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', raw, hash, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
};
