import { utf8 } from './utf8.ts';

interface HkdfInput {
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly salt?: Uint8Array<ArrayBuffer>;
  readonly info: string;
  /** Bytes wanted; 32 when not said. */
  readonly length?: number;
}

/** HKDF-SHA256 (RFC 5869) over WebCrypto. */
export const hkdf = async ({
  secret,
  salt,
  info,
  length = 32,
}: HkdfInput): Promise<Uint8Array<ArrayBuffer>> => {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: salt ?? new Uint8Array(0), info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8));
};
