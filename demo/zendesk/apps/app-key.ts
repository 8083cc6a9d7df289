import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/**
 * What an app's requests are signed with. `unsigned-for-development`: with nothing, as the local development server of Zendesk's
 * command line tool does it; nobody is proven then.
 */
export type AppKey = KeyObject | 'unsigned-for-development';

/** https://developer.zendesk.com/documentation/apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/: RS256. */
export const makeAppKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** From the environment of a simulator's process. */
export const readAppKey = (pem: string): AppKey =>
  pem === 'unsigned-for-development' ? pem : createPrivateKey(pem);

export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

export const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
