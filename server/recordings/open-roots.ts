import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { recordingInfo, type SealedRoots, sealedRootsBytes } from '../../protocol/recording.ts';
import type { Held } from './recording-keys.ts';

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Opens one generation's roots, as base64url. Null: they were sealed for another session, by another visitor, to another key, or changed. */
export const openRoots = async (
  sessionId: string,
  { generation, visitor, enc, sealed }: SealedRoots,
  key: Held,
): Promise<string | null> => {
  const info = new TextEncoder().encode(recordingInfo(sessionId, visitor, generation));
  try {
    const recipientKey = await pairOf(key);
    const recipient = await suite.createRecipientContext({ recipientKey, enc: bytesOf(enc), info });
    const roots = new Uint8Array(await recipient.open(bytesOf(sealed)));
    return roots.length === sealedRootsBytes ? toBase64Url(roots) : null;
  } catch (error) {
    if (error instanceof Error && refused.has(error.name)) return null;
    throw error;
  }
};

/** As the library says that what it was given does not open. */
const refused: ReadonlySet<string> = new Set([
  'OpenError',
  'DecapError',
  'DeserializeError',
  'ValidationError',
]);

const pairOf = async ({ publicKey, pkcs8 }: Held) => {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const [theirs, own] = await Promise.all([
    crypto.subtle.importKey('raw', bytesOf(publicKey), curve, true, []),
    crypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), curve, false, ['deriveBits']),
  ]);
  return { publicKey: theirs, privateKey: own };
};

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64Url(text);
  if (!bytes) throw new TypeError('not base64url');
  return bytes;
};
