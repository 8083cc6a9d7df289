import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { createRecordingKeys } from '../../../server/recordings/recording-keys.ts';
import { rewrapRecordingKeys } from '../../../server/recordings/rewrap-recording-keys.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';

const keysOf = ({ db, inTransaction, dataFolder }: TestDatabase) =>
  createRecordingKeys({
    db,
    inTransaction,
    keyRing: openKeyRing(dataFolder),
    ownKeyOf: async () => null,
    now: Date.now,
  });

describeOnBothDatabases('keys that recordings are sealed to', (open) => {
  test('are made once a tenant, and differ between tenants', async () => {
    const keys = keysOf(await open());

    const [first, again, other] = await Promise.all([
      keys.current('acme'),
      keys.current('acme'),
      keys.current('other'),
    ]);

    assert.deepEqual(again, first);
    assert.notEqual(other.fingerprint, first.fingerprint);
    assert.equal(await keys.privateKey('other', first.fingerprint), null);
  });

  test('outlive the key that sealed them, once a newer one has come into the ring', async () => {
    const database = await open();
    const { fingerprint } = await keysOf(database).current('acme');
    const before = await keysOf(database).privateKey('acme', fingerprint);
    writeFileSync(join(database.dataFolder, 'keys', '0002.key'), randomBytes(32));

    await rewrapRecordingKeys({ db: database.db, keyRing: openKeyRing(database.dataFolder) });
    unlinkSync(join(database.dataFolder, 'keys', '0001.key'));

    assert.ok(before);
    assert.deepEqual(await keysOf(database).privateKey('acme', fingerprint), before);
  });
});
