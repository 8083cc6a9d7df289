import { secret } from './secret.ts';

export interface AuthorizationCode {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** The grant that it was exchanged for; null while it is unused. */
  grantId: number | null;
}

/** Codes between the consent page and the token endpoint: short-lived, and good once (RFC 6749 §4.1.2). */
export class AuthorizationCodes {
  readonly #codes = new Map<string, AuthorizationCode>();

  issue(code: Omit<AuthorizationCode, 'grantId'>): string {
    const value = secret();
    this.#codes.set(value, { ...code, grantId: null });
    return value;
  }

  /** Also finds used and expired ones: what they mean is the endpoint's to say. */
  find(value: unknown): AuthorizationCode | undefined {
    return typeof value === 'string' ? this.#codes.get(value) : undefined;
  }
}
