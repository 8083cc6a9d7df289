import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { before, test } from 'node:test';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import { spoolDisk } from '../../../server/artifacts/spool-disk.ts';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { newArtifact, openArtifactsHouse, streamOf } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { bytesOf, problem } from '../storage/storage-reading.ts';

const day = 24 * 60 * 60_000;

describeOnBothDatabases('keeping an artifact', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const countOf = async (id: string) =>
    (await database.db.selectFrom('artifacts').select('id').where('id', '=', id).execute()).length;

  test('acknowledges what is sealed in the spool, written down, in the audit log and on its way', async () => {
    const house = openArtifactsHouse(database);
    const content = randomBytes(200_000);

    const artifact = newArtifact();
    const kept = await house.artifacts.keep(artifact, streamOf(content));

    const row = await house.row(artifact.id);
    const file = readFileSync(join(database.dataFolder, 'spool', row.spool ?? ''));
    assert.equal(kept.state, 'kept');
    assert.equal(kept.bytes, 200_000);
    assert.equal(kept.sha256, createHash('sha256').update(content).digest('hex'));
    assert.equal(row.stored_bytes, file.length);
    assert.equal(row.stored_sha256, createHash('sha256').update(file).digest('hex'));
    assert.equal(file.includes(content.subarray(1000, 1032)), false);
    assert.deepEqual(await house.actions(artifact.id), ['artifact.kept']);
    assert.equal(row.expires_at, row.created_at + 30 * day);
    const opened = await house.artifacts.open(artifact);
    assert.ok(content.equals(await bytesOf(opened)));
  });

  test('takes something of no length', async () => {
    const house = openArtifactsHouse(database);

    const row = await house.keep({}, Buffer.alloc(0));
    await house.work();

    const read = await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }));
    assert.equal(read.length, 0);
    assert.equal((await house.row(row.id)).state, 'stored');
  });

  test('keeps the same id once, however often it is kept', async () => {
    const house = openArtifactsHouse(database);
    const artifact = newArtifact();

    const [first, second] = await Promise.all([
      house.artifacts.keep(artifact, streamOf(Buffer.from('one'))),
      house.artifacts.keep(artifact, streamOf(Buffer.from('two'))),
    ]);
    const third = await house.artifacts.keep(artifact, streamOf(Buffer.from('three')));

    assert.equal(second.sha256, first.sha256);
    assert.equal(third.sha256, first.sha256);
    assert.equal(house.spooled().filter((name) => name.startsWith(artifact.id)).length, 1);
    assert.deepEqual(await house.actions(artifact.id), ['artifact.kept']);
  });

  test('goes by the policy of that moment, whatever it says later', async () => {
    const house = openArtifactsHouse(database);
    house.setPolicy({ transfer: { ...defaultStoragePolicy.transfer, retentionDays: 2 } });
    const early = await house.keep();

    house.setPolicy({ transfer: { ...defaultStoragePolicy.transfer, target: 'crm', retentionDays: 9 } });
    const late = await house.keep();
    await house.work();

    assert.equal(early.expires_at - early.created_at, 2 * day);
    assert.equal((await house.row(early.id)).target, 'disk');
    assert.equal((await house.row(early.id)).state, 'stored');
    assert.deepEqual([late.target, late.sealing], ['crm', 'none']);
    assert.equal(late.expires_at - late.created_at, 9 * day);
  });

  test('seals to the tenant’s key so that Handrail can’t open it', async () => {
    const house = openArtifactsHouse(database);
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
    house.setPolicy({ publicKey, transfer: { ...defaultStoragePolicy.transfer, sealing: 'tenant' } });
    const content = randomBytes(70_000);

    const row = await house.keep({}, content);

    const read = await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }));
    assert.equal(row.sealing, 'tenant');
    assert.equal(read.length, row.stored_bytes);
    assert.equal(read.includes(content.subarray(0, 32)), false);
    const parts: unknown = JSON.parse(row.wrapped_key ?? '');
    assert.deepEqual(Object.keys(parts ?? {}), ['enc', 'sealed']);
  });

  test('refuses what is to be sealed to a key that the tenant has not given', async () => {
    const house = openArtifactsHouse(database);
    house.setPolicy({ publicKey: null, transfer: { ...defaultStoragePolicy.transfer, sealing: 'tenant' } });

    const artifact = newArtifact();

    await assert.rejects(house.artifacts.keep(artifact, streamOf(randomBytes(10))), problem('key_not_here'));
    assert.equal(await countOf(artifact.id), 0);
  });

  test('takes a recording whatever the limit is by now: it was held to it as it grew', async () => {
    const house = openArtifactsHouse(database);
    house.setPolicy({ recording: { ...defaultStoragePolicy.recording, maxBytes: 1024 } });
    const index = { durationMs: 1, keyframes: [], events: [], activity: [] };

    const row = await house.keep(
      { kind: 'recording', recording: { startedAt: 1, index } },
      randomBytes(2000),
    );

    assert.deepEqual([row.state, row.bytes], ['kept', 2000]);
  });

  test('leaves nothing of what is too large, or can’t be read to its end', async () => {
    const house = openArtifactsHouse(database);
    house.setPolicy({ transfer: { ...defaultStoragePolicy.transfer, maxBytes: 100_000 } });
    const before = house.spooled();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(90_000);
      throw new TypeError('The connection is gone.');
    }

    const artifact = newArtifact();

    await assert.rejects(
      house.artifacts.keep(artifact, streamOf(randomBytes(100_001))),
      problem('artifact_too_large'),
    );
    await assert.rejects(house.artifacts.keep(artifact, broken()), TypeError);
    assert.deepEqual(house.spooled(), before);
    assert.equal(await countOf(artifact.id), 0);
    await house.keep({}, randomBytes(100_000));
  });

  test('refuses what belongs on a case when there is none', async () => {
    const house = openArtifactsHouse(database);

    const artifact = newArtifact({ kind: 'screenshot', caseId: null });

    await assert.rejects(
      house.artifacts.keep(artifact, streamOf(randomBytes(10))),
      problem('case_not_found'),
    );
  });

  test('refuses what the spool has no room for, and leaves nothing of it', async () => {
    const other = await open();
    const house = openArtifactsHouse(other, { spoolLimitBytes: 20 * 1024 ** 2 });
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield randomBytes(1024 * 1024);
    }
    assert.equal(await house.artifacts.spoolHasRoom(), true);
    assert.equal(await house.artifacts.spoolHasRoom(21 * 1024 ** 2), false);

    await assert.rejects(house.artifacts.keep(newArtifact(), endless()), problem('spool_full'));

    assert.deepEqual(house.spooled(), []);
    await house.keep({}, randomBytes(1024));
  });

  test('refuses when the disk is full, and leaves nothing', async () => {
    const other = await open();
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const house = openArtifactsHouse(other, {
      spoolDisk: {
        ...spoolDisk,
        create: async (path) => {
          const file = await spoolDisk.create(path);
          return { ...file, sync: () => Promise.reject(full) };
        },
      },
    });

    await assert.rejects(
      house.artifacts.keep(newArtifact(), streamOf(randomBytes(1000))),
      problem('spool_full'),
    );

    assert.deepEqual(house.spooled(), []);
  });

  test('leaves nothing when it can’t be written down', async () => {
    const other = await open();
    const house = openArtifactsHouse(other, { inTransaction: () => Promise.reject(new RangeError('gone')) });

    await assert.rejects(house.artifacts.keep(newArtifact(), streamOf(randomBytes(1000))), RangeError);

    assert.deepEqual(house.spooled(), []);
  });

  test('has the file, its name and its folder on the disk before it is written down', async () => {
    const steps: string[] = [];
    const note = (step: string): void => {
      if (steps.at(-1) !== step) steps.push(step);
    };
    const noting =
      <A extends readonly unknown[]>(step: string, act: (...args: A) => Promise<void>) =>
      async (...args: A): Promise<void> => {
        await act(...args);
        note(step);
      };
    const house = openArtifactsHouse(database, {
      inTransaction: async (work) => {
        const result = await database.inTransaction(work);
        note('commit');
        return result;
      },
      spoolDisk: {
        ...spoolDisk,
        create: async (path) => {
          const file = await spoolDisk.create(path);
          return {
            write: noting('write', file.write),
            sync: noting('fsync', file.sync),
            close: noting('close', file.close),
          };
        },
        rename: noting('rename', spoolDisk.rename),
        syncFolder: async (path) => {
          await spoolDisk.syncFolder(path);
          note(`fsync ${relative(database.dataFolder, path)}`);
        },
      },
    });

    await house.keep({}, randomBytes(300_000));

    assert.deepEqual(steps, ['write', 'fsync', 'close', 'rename', 'fsync spool', 'fsync ', 'commit']);
  });

  test('opens a range of it, and nothing when a key is not here', async () => {
    const house = openArtifactsHouse(database);
    const content = randomBytes(200_000);
    const row = await house.keep({}, content);

    const range = await house.artifacts.open(
      { id: row.id, tenantId: 'acme' },
      { start: 65_000, end: 140_001 },
    );

    assert.ok(content.subarray(65_000, 140_001).equals(await bytesOf(range)));
    const strange = openArtifactsHouse(database, { keyRing: openKeyRing((await open()).dataFolder) });
    await assert.rejects(strange.artifacts.open({ id: row.id, tenantId: 'acme' }));
    await assert.rejects(house.artifacts.open({ id: row.id, tenantId: 'other' }), problem('not_found'));
  });
});
