import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';

/**
 * A key that bearers are bound to. It can't be exported, so that nobody takes it away; the browser can hand it to other pages of our
 * own origin.
 */
export interface ProofKey {
  /** Raw P-256 point, base64url. */
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

/** A bearer with the key that it is bound to: alone it is worth nothing. */
export interface BoundBearer {
  readonly token: string;
  readonly key: ProofKey;
}

interface ProvenRequest {
  readonly method: string;
  readonly url: string;
  /** Epoch ms, by the server's clock. */
  readonly at: number;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export const makeProofKey = async (): Promise<ProofKey> => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']);
  const point = await crypto.subtle.exportKey('raw', publicKey);
  return { publicKey: toBase64Url(new Uint8Array(point)), privateKey };
};

/** A proof that whoever sends this request holds the key (RFC 9449 §4.2): for this method, address and bearer, once. */
export const makeProof = async (
  { token, key }: BoundBearer,
  { method, url, at }: ProvenRequest,
): Promise<string> => {
  const head = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk(key.publicKey) };
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url.replace(/[?#].*$/s, ''),
    iat: Math.floor(at / 1000),
    ath: toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(token)))),
  };
  const signed = `${inBase64Url(head)}.${inBase64Url(claims)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    key.privateKey,
    utf8(signed),
  );
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
};

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const inBase64Url = (value: unknown): string => toBase64Url(utf8(JSON.stringify(value)));

/** Each coordinate of the point is 32 bytes, after a first byte that says it is uncompressed. */
const publicJwk = (publicKey: string) => {
  const point = fromBase64Url(publicKey);
  if (!point) throw new Error('A public key is base64url.');
  return {
    kty: 'EC',
    crv: 'P-256',
    x: toBase64Url(point.subarray(1, 33)),
    y: toBase64Url(point.subarray(33)),
  };
};
