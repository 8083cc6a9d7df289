import { createHash } from 'node:crypto';

/** RFC 7636 §4.1: 43 to 128 characters. */
const isVerifier = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9._~-]{43,128}$/.test(text);

/** RFC 7636 §4.2, S256: 32 bytes as base64url. */
export const isChallenge = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text);

/** RFC 7636 §4.6. */
export const answersChallenge = (verifier: unknown, challenge: string): boolean =>
  isVerifier(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;
