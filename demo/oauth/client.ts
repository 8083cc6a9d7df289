import { timingSafeEqual } from 'node:crypto';

/** An application that may ask people for access. Redirect addresses are compared exactly. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** Whether these credentials are the client's. */
export const isClient = (client: OAuthClient, id: unknown, given: unknown): boolean => {
  if (id !== client.id || typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(client.secret)];
  return a.length === b.length && timingSafeEqual(a, b);
};
