import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of these bytes, as base64url. */
export const sha256Bytes = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url');

/** SHA-256 of this text's UTF-8, as base64url. Secrets are kept in the database in this form only. */
export const sha256Text = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url');

/** Whether two secrets, or two hashes of secrets, are the same. Takes the same time wherever they differ. */
export const sameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(digestOf(left), digestOf(right));

// Both sides get the same length first: comparing needs it, and the length of a secret is not told either.
const digestOf = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
