import { fromBase64Url, toBase64Url } from '../../protocol/base64url.ts';
import { utf8 } from './utf8.ts';

const nonceBytes = 12;

/** Text under AES-256-GCM as base64url: a fresh 12-byte nonce, then the ciphertext. */
export const sealText = async (key: CryptoKey, text: string): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(text)));
  const sealed = new Uint8Array(nonceBytes + ciphertext.byteLength);
  sealed.set(iv);
  sealed.set(ciphertext, nonceBytes);
  return toBase64Url(sealed);
};

/** The text again. Null when it was sealed under another key, or changed. */
export const openText = async (key: CryptoKey, sealed: string): Promise<string | null> => {
  const bytes = fromBase64Url(sealed);
  if (!bytes) return null;
  const iv = bytes.subarray(0, nonceBytes);
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(nonceBytes));
    return new TextDecoder().decode(plain);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};
