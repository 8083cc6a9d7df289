import { fromBase64Url, toBase64Url } from '../../../protocol/base64url.ts';
import { sha256 } from '../../seal/sha256.ts';

/** What the roots are sealed to, and what it is known by. */
export interface RecordingKey {
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** Null when it is no point on the curve. */
export const recordingKeyOf = async (publicKey: string): Promise<RecordingKey | null> => {
  const point = fromBase64Url(publicKey);
  if (!point) return null;
  try {
    await crypto.subtle.importKey('raw', point, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  return { publicKey, fingerprint: toBase64Url(await sha256(point)) };
};
