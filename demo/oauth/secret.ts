import { randomBytes } from 'node:crypto';

/** A random string that nobody guesses. */
export const secret = (bytes = 32): string => randomBytes(bytes).toString('base64url');
