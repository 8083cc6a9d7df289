import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type MasterKey, readKeyFiles } from './key-files.ts';

/** Seals what must be at rest and must not be read there: AES-256-GCM under keys that are not in the database. */
export interface KeyRing {
  /** `context` says what this is and whose (`crm-token:acme:agt_1`): it opens with the same context only. */
  seal(plain: Uint8Array, context: string): string;
  /** @throws Error when the text was changed, moved from another context, or sealed under a key that is not here. */
  open(sealed: string, context: string): Uint8Array;
  /** What everything begins with that the newest key has sealed: what begins otherwise should be sealed anew. */
  readonly newest: string;
  /** HMAC-SHA-256 as base64url: for values too short to be kept as a plain hash. */
  mac(text: string): string;
}

interface Keys {
  readonly sealing: Buffer;
  readonly mac: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** The keys in `<data folder>/keys`; the newest seals, all open. The first start makes one. */
export const openKeyRing = (dataFolder: string): KeyRing => {
  const masters = readKeyFiles(join(dataFolder, 'keys'));
  const keysById = new Map(masters.map((master) => [master.id, derive(master)]));
  const newest = masters.at(-1) ?? masters[0];
  const current = derive(newest);

  return {
    newest: `${newest.id}.`,
    seal: (plain, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', current.sealing, nonce);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const bytes = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${newest.id}.${bytes.toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [id = '', text = ''] = sealed.split('.');
      const keys = keysById.get(id);
      const bytes = Buffer.from(text, 'base64url');
      if (!keys || bytes.length < nonceBytes + tagBytes)
        throw new Error('Sealed under a key that is not here.');
      const decipher = createDecipheriv('aes-256-gcm', keys.sealing, bytes.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
    mac: (text) => createHmac('sha256', current.mac).update(text, 'utf8').digest('base64url'),
  };
};

const derive = ({ bytes }: MasterKey): Keys => {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', bytes, '', `handrail/1 ${use}`, 32));
  return { sealing: keyFor('sealing at rest'), mac: keyFor('mac') };
};
