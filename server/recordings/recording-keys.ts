import { generateKeyPairSync } from 'node:crypto';
import { fromBase64Url } from '../../protocol/base64url.ts';
import type { RecordingKey } from '../../protocol/http/artifacts.ts';
import { sha256Bytes } from '../crypto/digest.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable } from '../database/transaction.ts';

interface RecordingKeysNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  /** The tenant's own public key, as it decides now; null: Handrail makes and keeps one. */
  readonly ownKeyOf: (tenantId: string) => Promise<string | null>;
  readonly now: () => number;
}

/** What the private half was sealed for, so that no other row's opens in its place. */
/** What the key ring seals a private half with. */
export const recordingKeyContext = (tenantId: string, fingerprint: string): string =>
  `recording-key:${tenantId}:${fingerprint}`;

/** The keys that tenants' recordings are sealed to. Earlier ones stay, for earlier recordings. */
export interface RecordingKeys {
  /** What a recording that begins now is sealed to. */
  current(tenantId: string): Promise<RecordingKey>;
  /** The private half (PKCS #8); null: it is the tenant's, and not here. */
  privateKey(tenantId: string, fingerprint: string): Promise<Held | null>;
}

export interface Held {
  readonly publicKey: string;
  readonly pkcs8: Uint8Array;
}

export const createRecordingKeys = (needs: RecordingKeysNeeds): RecordingKeys => {
  const { db, inTransaction, keyRing, ownKeyOf, now } = needs;

  const noteOwn = async (tenantId: string, publicKey: string): Promise<RecordingKey> => {
    const fingerprint = fingerprintOf(publicKey);
    await db
      .insertInto('recording_keys')
      .values({
        fingerprint,
        tenant_id: tenantId,
        public_key: publicKey,
        private_key: null,
        created_at: now(),
      })
      // Known already, or another tenant's too: whoever has the private half has both.
      .onConflict((conflict) => conflict.column('fingerprint').doNothing())
      .execute();
    return { publicKey, fingerprint, heldBy: 'tenant' };
  };

  const newest = async (q: Queryable, tenantId: string): Promise<RecordingKey | null> => {
    const row = await q
      .selectFrom('recording_keys')
      .select(['fingerprint', 'public_key'])
      .where('tenant_id', '=', tenantId)
      .where('private_key', 'is not', null)
      .orderBy('created_at', 'desc')
      .orderBy('fingerprint')
      .executeTakeFirst();
    return row ? { publicKey: row.public_key, fingerprint: row.fingerprint, heldBy: 'handrail' } : null;
  };

  const make = (tenantId: string): Promise<RecordingKey> =>
    inTransaction(async (trx) => {
      const there = await newest(trx, tenantId);
      if (there) return there;
      const { publicKey, pkcs8 } = makePair();
      const fingerprint = fingerprintOf(publicKey);
      await trx
        .insertInto('recording_keys')
        .values({
          fingerprint,
          tenant_id: tenantId,
          public_key: publicKey,
          private_key: keyRing.seal(pkcs8, recordingKeyContext(tenantId, fingerprint)),
          created_at: now(),
        })
        .execute();
      return { publicKey, fingerprint, heldBy: 'handrail' };
    });

  return {
    current: async (tenantId) => {
      const own = await ownKeyOf(tenantId);
      if (own !== null) return noteOwn(tenantId, own);
      return (await newest(db, tenantId)) ?? make(tenantId);
    },
    privateKey: async (tenantId, fingerprint) => {
      const row = await db
        .selectFrom('recording_keys')
        .select(['public_key', 'private_key'])
        .where('tenant_id', '=', tenantId)
        .where('fingerprint', '=', fingerprint)
        .executeTakeFirst();
      if (!row || row.private_key === null) return null;
      const pkcs8 = keyRing.open(row.private_key, recordingKeyContext(tenantId, fingerprint));
      return { publicKey: row.public_key, pkcs8 };
    },
  };
};

const fingerprintOf = (publicKey: string): string => {
  const point = fromBase64Url(publicKey);
  if (!point) throw new TypeError('A recording key that is not base64url.');
  return sha256Bytes(point);
};

const makePair = (): Held => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    publicKey: point.toString('base64url'),
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
};
