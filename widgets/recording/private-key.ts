import * as v from 'valibot';
import { toBase64Url } from '../../protocol/base64url.ts';
import type { HpkeKey } from '../seal/hpke.ts';
import { sha256 } from '../seal/sha256.ts';

/** What was in a file, or was pasted, as the tenant's private key. */
export type ReadPrivateKey =
  | {
      readonly type: 'key';
      readonly key: HpkeKey;
      /** Base64url of SHA-256 of the public point. */
      readonly fingerprint: string;
    }
  /** Only the half that everybody may have. */
  | { readonly type: 'public' }
  | { readonly type: 'password' }
  | { readonly type: 'unreadable' };

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const Coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const PrivateJwk = v.object({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
  d: Coordinate,
});
type PrivateJwk = v.InferOutput<typeof PrivateJwk>;

/** Reads a P-256 key as JWK (RFC 7517) or PKCS #8 in PEM (RFC 7468). It can be used in this page, and not be read from it again. */
export const readPrivateKey = async (text: string): Promise<ReadPrivateKey> => {
  if (text.includes('ENCRYPTED')) return { type: 'password' };
  if (text.includes('-----BEGIN PUBLIC KEY-----')) return { type: 'public' };
  try {
    const jwk = text.includes('-----BEGIN') ? await jwkOfPem(text) : JSON.parse(text);
    const given = v.safeParse(PrivateJwk, jwk);
    if (given.success) return await keyOf(given.output);
    return { type: isPublic(jwk) ? 'public' : 'unreadable' };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return { type: 'unreadable' };
    throw error;
  }
};

const keyOf = async ({ kty, crv, x, y, d }: PrivateJwk): Promise<ReadPrivateKey> => {
  const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, curve, false, [
    'deriveBits',
  ]);
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, []);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    type: 'key',
    key: { publicKey: toBase64Url(point), pair: { privateKey, publicKey } },
    fingerprint: toBase64Url(await sha256(point)),
  };
};

const jwkOfPem = async (pem: string): Promise<JsonWebKey> => {
  const base64 = /-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----/.exec(pem)?.[1];
  const der = Uint8Array.from(atob((base64 ?? '-').replace(/\s/g, '')), (each) => each.charCodeAt(0));
  const key = await crypto.subtle.importKey('pkcs8', der, curve, true, ['deriveBits']);
  return crypto.subtle.exportKey('jwk', key);
};

const isPublic = (jwk: unknown): boolean => v.is(v.object({ kty: v.literal('EC'), x: v.string() }), jwk);
