import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { before, test } from 'node:test';
import type { Row } from '../../../server/artifacts/artifact-store.ts';
import { keyParts } from '../../../server/artifacts/move-artifact.ts';
import { openKeyRing } from '../../../server/crypto/key-ring.ts';
import { storageKey } from '../../../server/storage/storage-key.ts';
import { openArtifactsHouse } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { faultyStorage } from '../../support/faulty-storage.ts';
import { bytesOf } from '../storage/storage-reading.ts';

const day = 24 * 60 * 60_000;

describeOnBothDatabases('what is stored, as time goes by', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  const openHouse = () => {
    const disk = faultyStorage(join(database.dataFolder, randomBytes(4).toString('hex')));
    return { ...openArtifactsHouse(database, { disk }), disk };
  };
  const pathOf = (folder: string, row: Row) => join(folder, storageKey(keyParts(row)));
  const damage = (path: string): void => {
    const bytes = readFileSync(path);
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  const clear = () => database.db.deleteFrom('artifacts').execute();

  test('is read again, and what is damaged or gone is told of, once', async () => {
    await clear();
    const house = openHouse();
    const [right, wrong, gone] = [await house.keep(), await house.keep(), await house.keep()];
    await house.work();
    damage(pathOf(house.disk.folder, wrong));
    rmSync(pathOf(house.disk.folder, gone));

    await house.artifacts.tend();
    const early = await house.row(wrong.id);
    house.pass(31 * day);
    await house.artifacts.tend();
    house.pass(31 * day);
    await house.artifacts.tend();

    assert.equal(early.problem, null);
    const found = await Promise.all([right, wrong, gone].map(({ id }) => house.row(id)));
    assert.deepEqual(
      found.map(({ state, problem }) => [state, problem]),
      [
        ['stored', null],
        ['stored', 'artifact_damaged'],
        ['stored', 'artifact_missing'],
      ],
    );
    assert.ok((found[0]?.verified_at ?? 0) > right.created_at + 60 * day);
    for (const { id } of [wrong, gone])
      assert.equal((await house.actions(id)).filter((action) => action === 'artifact.damaged').length, 1);
    assert.equal(house.logged.length, 2);
  });

  test('waits for a target that can’t be asked, and goes on with the others', async () => {
    await clear();
    const house = openHouse();
    const row = await house.keep();
    await house.work();
    const stored = await house.row(row.id);
    house.disk.fail('storage_unavailable');
    house.pass(31 * day);

    await house.artifacts.tend();

    const asked = await house.row(row.id);
    assert.deepEqual([asked.problem, asked.verified_at], [null, stored.verified_at]);
    house.disk.fail(null);
    house.pass(31 * day);
    await house.artifacts.tend();
    assert.ok(((await house.row(row.id)).verified_at ?? 0) > (stored.verified_at ?? 0));
  });

  test('opens without an old key, once a newer one has wrapped what it had', async () => {
    await clear();
    const folder = (await open()).dataFolder;
    const disk = faultyStorage(join(folder, 'objects'));
    const before = openArtifactsHouse(database, { disk, keyRing: openKeyRing(folder) });
    const content = randomBytes(100_000);
    const [stored, waiting] = [await before.keep({}, content), await before.keep({}, content)];
    await before.work();
    await database.db.updateTable('artifacts').set({ state: 'kept' }).where('id', '=', waiting.id).execute();
    const calls = disk.calls.length;
    writeFileSync(join(folder, 'keys', '0002.key'), randomBytes(32), { mode: 0o600 });

    const between = openArtifactsHouse(database, { disk, keyRing: openKeyRing(folder) });
    await between.artifacts.tend();
    rmSync(join(folder, 'keys', '0001.key'));

    const after = openArtifactsHouse(database, { disk, keyRing: openKeyRing(folder) });
    const opened = await bytesOf(await after.artifacts.open({ id: stored.id, tenantId: 'acme' }));
    assert.ok(content.equals(opened));
    assert.equal(disk.calls.length, calls + 1);
    const row = await after.row(waiting.id);
    for (const sealed of [row.wrapped_key, row.settings]) assert.ok(sealed?.startsWith('0002.'));
  });

  test('is wrapped anew all at once, however much there is, past what can’t be', async () => {
    await clear();
    const folder = (await open()).dataFolder;
    const before = openArtifactsHouse(database, { keyRing: openKeyRing(folder) });
    const row = await before.keep();
    const copies = Array.from({ length: 450 }, (_, number) => ({
      ...row,
      id: `art_${String(number).padStart(22, '0')}`,
    }));
    // What was sealed for one artifact opens for no other: none of these can be wrapped anew.
    for (let at = 0; at < copies.length; at += 50)
      await database.db
        .insertInto('artifacts')
        .values(copies.slice(at, at + 50))
        .execute();
    writeFileSync(join(folder, 'keys', '0002.key'), randomBytes(32), { mode: 0o600 });

    const after = openArtifactsHouse(database, { keyRing: openKeyRing(folder) });
    await after.artifacts.tend();

    const { wrapped_key: wrapped, settings } = await after.row(row.id);
    for (const sealed of [wrapped, settings]) assert.ok(sealed?.startsWith('0002.'));
    await clear();
  });

  test('is read again though one has settings that no key opens', async () => {
    await clear();
    const house = openHouse();
    const [lost, row] = [await house.keep(), await house.keep()];
    await house.work();
    const { settings } = await house.row(row.id);
    await database.db
      .updateTable('artifacts')
      .set({ settings, looked_at: 0 })
      .where('id', '=', lost.id)
      .execute();
    const stored = await house.row(row.id);
    house.pass(31 * day);

    await house.artifacts.tend();

    assert.ok(((await house.row(row.id)).verified_at ?? 0) > (stored.verified_at ?? 0));
    assert.equal((await house.row(lost.id)).problem, null);
  });

  test('is read no further than it was long, though its target never stops', {
    timeout: 60_000,
  }, async () => {
    await clear();
    const disk = faultyStorage(join(database.dataFolder, randomBytes(4).toString('hex')));
    let endless = false;
    const house = openArtifactsHouse(database, {
      disk: {
        ...disk,
        read: async (ref, range) =>
          endless ? Readable.from(zeros(), { objectMode: false }) : disk.read(ref, range),
      },
    });
    const row = await house.keep();
    await house.work();
    endless = true;
    house.pass(31 * day);

    await house.artifacts.tend();

    assert.equal((await house.row(row.id)).problem, 'artifact_damaged');
  });
});

async function* zeros(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(1024);
}
