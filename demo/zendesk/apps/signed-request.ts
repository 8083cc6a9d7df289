import { createHash, type KeyObject, sign } from 'node:crypto';
import type { ZendeskLocation } from '../../../protocol/zendesk-location.ts';
import { secret } from '../../oauth/secret.ts';
import { appId, installationId } from './installation.ts';

interface Opening {
  readonly origin: string;
  readonly userId: number;
  readonly location: ZendeskLocation;
  readonly address: URL;
  readonly now: number;
}

const livesSeconds = 300;

/**
 * The token that Zendesk posts with the first request of a frame, and with no other: who opens which installation where.
 * https://developer.zendesk.com/documentation/apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/
 */
export const signOpening = (key: KeyObject, { origin, userId, location, address, now }: Opening): string => {
  const at = Math.floor(now / 1_000);
  const api = `${origin}/api/v2`;
  const claims = {
    iss: new URL(origin).host,
    aud: `${api}/apps/installations/${installationId}.json`,
    sub: `${api}/users/${userId}.json`,
    exp: at + livesSeconds,
    nbf: at,
    iat: at,
    jti: secret(16),
    qsh: createHash('sha256').update(address.search.slice(1)).digest('hex'),
    cnf: { jku: `${api}/apps/${appId}/public_key.pem` },
    context: { product: 'support', location },
  };
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
