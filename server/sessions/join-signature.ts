import { webcrypto } from 'node:crypto';
import { fromBase64Url } from '../../protocol/base64url.ts';
import { joinSignatureInput } from '../../protocol/join-signature-input.ts';
import type { JoinAttempt } from '../relay/door.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Whether whoever joins has the key that they name: they signed our challenge with it. */
export const isJoinSignature = async ({ sessionId, challenge, request }: JoinAttempt): Promise<boolean> => {
  const signature = fromBase64Url(request.signature);
  const key = await importPoint(request.publicKey);
  if (!signature || !key) return false;
  return webcrypto.subtle.verify(algorithm, key, signature, joinSignatureInput(sessionId, challenge));
};

/** Null when these are not the coordinates of a point on the curve. */
const importPoint = async (text: string): Promise<webcrypto.CryptoKey | null> => {
  const point = fromBase64Url(text);
  if (!point) return null;
  try {
    return await webcrypto.subtle.importKey('raw', point, algorithm, false, ['verify']);
  } catch {
    return null;
  }
};
