import { calculateJwkThumbprint, type JWK } from 'jose';
import { fromBase64Url } from '../../protocol/base64url.ts';

/** RFC 7638 of a P-256 key that came as a raw point (65 bytes, base64url). What is no point on the curve proves nothing later. */
export const thumbprintOf = (publicKey: string): Promise<string> => calculateJwkThumbprint(jwkOf(publicKey));

const jwkOf = (publicKey: string): JWK => {
  const point = fromBase64Url(publicKey) ?? new Uint8Array();
  const coordinate = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) };
};
