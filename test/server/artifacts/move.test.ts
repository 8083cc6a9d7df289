import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { defaultStoragePolicy, type StorageTarget } from '../../../protocol/storage-policy.ts';
import type { Row } from '../../../server/artifacts/artifact-store.ts';
import { keyParts } from '../../../server/artifacts/move-artifact.ts';
import { Problem } from '../../../server/http/problem.ts';
import { storageKey } from '../../../server/storage/storage-key.ts';
import { type ArtifactsHouse, type HouseOptions, openArtifactsHouse } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { type FaultyStorage, faultyStorage } from '../../support/faulty-storage.ts';
import { bytesOf } from '../storage/storage-reading.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const bucket: StorageTarget = {
  kind: 's3',
  id: 'archive',
  region: 'eu-central-1',
  bucket: 'acme-archive',
  prefix: '',
  endpoint: null,
  pathStyle: false,
  encryption: { type: 'bucket' },
  credentials: { type: 'key', accessKeyId: 'old', secretAccessKey: 'old' },
};

interface Targets {
  readonly crm: FaultyStorage;
  readonly s3: FaultyStorage;
}

describeOnBothDatabases('moving an artifact to its target', (open) => {
  let database: TestDatabase;
  let opened: StorageTarget[];
  before(async () => {
    database = await open();
  });
  beforeEach(() => {
    opened = [];
  });

  const houseWith = (options: HouseOptions = {}): ArtifactsHouse & Targets => {
    const folder = join(database.dataFolder, randomBytes(4).toString('hex'));
    const targets = {
      crm: faultyStorage(join(folder, 'crm'), { kind: 'zendesk' }),
      s3: faultyStorage(join(folder, 's3'), { kind: 's3' }),
    };
    const house = openArtifactsHouse(database, {
      caseFilesOf: async () => targets.crm,
      openStorage: async (target) => {
        opened.push(target);
        return targets.s3;
      },
      ...options,
    });
    return { ...house, ...targets };
  };

  const { transfer } = defaultStoragePolicy;

  test('puts it there sealed, reads it back, and only then empties the spool', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
    const content = randomBytes(150_000);
    const row = await house.keep({}, content);

    await house.work();

    const stored = await house.row(row.id);
    assert.equal(stored.state, 'stored');
    assert.equal(stored.spool, null);
    assert.equal(house.spooled().filter((name) => name.startsWith(row.id)).length, 0);
    const lying = await bytesOf(await house.s3.read(stored.ref ?? ''));
    assert.equal(lying.includes(content.subarray(0, 32)), false);
    assert.deepEqual(await house.actions(row.id), ['artifact.kept', 'artifact.stored']);
    assert.ok(content.equals(await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }))));
  });

  test('puts files on the case as people open them, and seals them only as long as they wait', async () => {
    const house = houseWith();
    house.setPolicy({ transfer: { ...transfer, target: 'crm' } });
    const content = randomBytes(150_000);
    const row = await house.keep({}, content);
    const waiting = readFileSync(join(database.dataFolder, 'spool', row.spool ?? ''));

    await house.work();

    const stored = await house.row(row.id);
    assert.equal(waiting.includes(content.subarray(0, 32)), false);
    assert.equal(stored.wrapped_key, null);
    assert.ok(content.equals(await bytesOf(await house.crm.read(stored.ref ?? ''))));
    assert.ok(content.equals(await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }))));
  });

  for (const code of ['storage_unavailable', 'storage_refused', 'storage_full', 'auth_revoked'] as const) {
    test(`brings everything once a target is there again that said ${code} for hours`, async () => {
      const house = houseWith();
      house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
      house.s3.fail(code);
      const rows = [await house.keep(), await house.keep(), await house.keep()];
      for (let hours = 0; hours < 8; hours += 1) {
        await house.work();
        house.pass(60 * minute);
      }
      const states = await Promise.all(rows.map(async ({ id }) => (await house.row(id)).state));
      assert.deepEqual(states, ['kept', 'kept', 'kept']);
      const [first] = rows;
      await bytesOf(await house.artifacts.open({ id: first?.id ?? '', tenantId: 'acme' }));

      house.s3.fail(null);
      await house.work();

      for (const { id } of rows) assert.equal((await house.row(id)).state, 'stored');
    });
  }

  test('waits as long as a target asks for', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
    house.s3.fail('storage_unavailable', 600);
    await house.keep();
    await house.work();
    house.s3.fail(null);
    const before = house.s3.calls.length;

    house.pass(9 * minute);
    await house.work();
    const tooEarly = house.s3.calls.length - before;
    house.pass(2 * minute);
    await house.work();

    assert.equal(tooEarly, 0);
    assert.ok(house.s3.calls.length > before);
  });

  test('gives up after a week, keeps it in the spool, and begins anew when somebody says so', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
    house.s3.fail('storage_refused');
    const row = await house.keep();
    await house.work();
    house.pass(8 * day);
    await house.work();
    const failed = await house.row(row.id);
    assert.deepEqual([failed.state, failed.problem], ['failed', 'storage_refused']);
    await house.artifacts.sweepSpool();
    await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }));

    house.s3.fail(null);
    const answer = await house.call('admin', 'POST', `/artifacts/${row.id}/retries`);
    await house.work();

    assert.equal(answer.status, 201);
    assert.equal((await house.row(row.id)).state, 'stored');
    assert.deepEqual(await house.actions(row.id), [
      'artifact.kept',
      'artifact.failed',
      'artifact.retried',
      'artifact.stored',
    ]);
  });

  test('says so when the CRM finds it too large, and sends it nowhere else', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'crm' } });
    house.crm.fail('artifact_too_large');
    const row = await house.keep();

    await house.work();

    const failed = await house.row(row.id);
    assert.deepEqual([failed.state, failed.problem], ['failed', 'artifact_too_large']);
    assert.deepEqual(house.s3.calls, []);
  });

  test('goes sealed to the second target that the policy names, when the CRM finds it too large', async () => {
    const house = houseWith();
    const onTooLarge = { target: 'archive' };
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'crm', onTooLarge } });
    house.crm.fail('artifact_too_large');
    const content = randomBytes(100_000);
    const row = await house.keep({}, content);

    await house.work();

    const stored = await house.row(row.id);
    assert.deepEqual([stored.state, stored.target, stored.sealing], ['stored', 'archive', 'handrail']);
    const lying = await bytesOf(await house.s3.read(stored.ref ?? ''));
    assert.equal(lying.includes(content.subarray(0, 32)), false);
    assert.ok(content.equals(await bytesOf(await house.artifacts.open({ id: row.id, tenantId: 'acme' }))));
  });

  test('is told of where it has waited for long in the spool of another node', async () => {
    const own = await open();
    const house = openArtifactsHouse(own);
    const row = await house.keep();
    const elsewhere = openArtifactsHouse({ ...own, dataFolder: (await open()).dataFolder });
    await elsewhere.artifacts.sweepSpool();
    assert.deepEqual(elsewhere.logged, []);
    for (const one of [house, elsewhere]) one.pass(2 * 60 * minute);

    await house.artifacts.sweepSpool();
    await elsewhere.artifacts.sweepSpool();

    assert.deepEqual(house.logged, []);
    assert.match(JSON.stringify(elsewhere.logged), new RegExp(`${row.id}.*not in this node’s spool`));
    await house.work();
    const after = openArtifactsHouse({ ...own, dataFolder: (await open()).dataFolder });
    after.pass(2 * 60 * minute);
    await after.artifacts.sweepSpool();
    assert.deepEqual(after.logged, []);
  });

  test('goes nowhere when it was deleted while the CRM found it too large', async () => {
    const house = houseWith({
      caseFilesOf: async () => ({
        ...house.crm,
        put: async () => {
          const body = { reason: 'by_hand' };
          const answer = await house.call('admin', 'DELETE', `/artifacts/${row.id}`, { body });
          assert.equal(answer.status, 200);
          throw new Problem('artifact_too_large', 'The storage takes nothing of this size.');
        },
      }),
    });
    const onTooLarge = { target: 'archive' };
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'crm', onTooLarge } });
    const row = await house.keep();

    await house.work();

    const deleted = await house.row(row.id);
    assert.deepEqual([deleted.state, deleted.target], ['deleted', 'crm']);
    assert.equal((await house.actions(row.id)).includes('artifact.redirected'), false);
    assert.deepEqual(house.s3.calls, []);
  });

  test('goes to a bucket of before with the credentials of now', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
    await house.keep();
    const credentials = { type: 'key', accessKeyId: 'new', secretAccessKey: 'new' } as const;
    house.setPolicy({ targets: [{ ...bucket, credentials }], transfer: { ...transfer, target: 'disk' } });

    await house.work();

    assert.deepEqual(
      opened.map((one) => one.credentials),
      [credentials],
    );
  });

  test('takes away what did not arrive as it set out, and tries again', async () => {
    const house = houseWith();
    house.setPolicy({ targets: [bucket], transfer: { ...transfer, target: 'archive' } });
    const row = await house.keep();
    house.s3.duringPut(async () => damage(join(house.s3.folder, keyOf(row))));

    await house.work();
    const between = await house.row(row.id);
    house.pass(minute);
    await house.work();

    assert.equal(between.state, 'kept');
    assert.equal((await house.row(row.id)).state, 'stored');
  });

  test('says so when what is in the spool is damaged, and sends nothing of it', async () => {
    const house = houseWith();
    house.setPolicy({ transfer: { ...transfer, target: 'crm' } });
    const row = await house.keep();
    damage(join(database.dataFolder, 'spool', row.spool ?? ''));

    await house.work();

    const failed = await house.row(row.id);
    assert.deepEqual([failed.state, failed.problem], ['failed', 'artifact_damaged']);
    assert.equal(house.crm.calls.filter((call) => call.startsWith('read')).length, 0);
  });

  test('tells whoever keeps the case’s list', async () => {
    const told: string[] = [];
    const house = houseWith({
      onArtifactsChanged: async (trx, { sessionId }) => {
        const row = await trx
          .selectFrom('artifacts')
          .select('state')
          .where('session_id', '=', sessionId)
          .executeTakeFirst();
        told.push(row?.state ?? '');
      },
    });
    const row = await house.keep();

    await house.work();
    await house.call('admin', 'DELETE', `/artifacts/${row.id}`);

    assert.deepEqual(told, ['kept', 'stored', 'deleted']);
  });
});

const keyOf = (row: Row): string => storageKey(keyParts(row));

/** One bit of it is another. */
const damage = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[70_000] = (bytes[70_000] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};
