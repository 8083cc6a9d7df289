import { randomBytes } from 'node:crypto';

/** 256 random bits as base64url: for whatever must not be guessed. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** `<prefix>_` and 128 random bits as base64url. */
export const randomId = (prefix: string): string => `${prefix}_${randomBytes(16).toString('base64url')}`;
