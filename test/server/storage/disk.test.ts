import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openDisk } from '../../../server/storage/disk.ts';
import { randomObject } from '../../support/random-object.ts';
import { openDiskStorage } from './open-disk-storage.ts';
import { describeStorage } from './storage-contract.ts';
import { bytesOf, problem } from './storage-reading.ts';

// Nobody signs in to a folder, and it is where it is.
describeStorage('a folder', openDiskStorage, { lacks: ['credentials', 'faults', 'parts', 'region'] });

describe('a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-disk-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const disk = openDisk({ folder: join(folder, 'artifacts'), region: 'eu-central-1' });

  it('is in the operator’s region', () => {
    assert.equal(disk.region, 'eu-central-1');
  });

  it('takes no reference that leads out of it', async () => {
    writeFileSync(join(folder, 'secret'), 'secret');
    for (const ref of ['../secret', '/etc/passwd', 'acme/recording/../../secret', '.incoming/x']) {
      await assert.rejects(disk.read(ref), { name: 'ValiError' });
      await assert.rejects(disk.remove(ref), { name: 'ValiError' });
    }
    assert.deepEqual(readdirSync(folder), ['secret']);
  });

  it('has neither file nor folder left of what was removed', async () => {
    const { ref } = await disk.put(randomObject(10));

    await disk.remove(ref);

    assert.deepEqual(readdirSync(join(folder, 'artifacts')), ['.incoming']);
  });

  it('puts and removes in the same session at once', async () => {
    const first = randomObject(10);
    const others = Array.from({ length: 40 }, (_, index) =>
      randomObject(10, { key: first.key.slice(0, -2) + index.toString().padStart(2, '0') }),
    );

    await Promise.all(
      others.map(async (object, index) => {
        const { ref } = await disk.put(object);
        if (index % 2 === 0) await disk.remove(ref);
      }),
    );

    for (const [index, { key, content }] of others.entries()) {
      if (index % 2 === 0) await assert.rejects(disk.read(key), problem('artifact_missing'));
      else assert.deepEqual(await bytesOf(await disk.read(key)), content);
    }
  });

  it('says storage_unavailable when a file stands where its folder should be', async () => {
    const blocked = openDisk({ folder: join(folder, 'secret'), region: null });

    await assert.rejects(blocked.check(), problem('storage_unavailable'));
    await assert.rejects(blocked.put(randomObject(10)), problem('storage_unavailable'));
  });

  it('cleans up by and by what a killed process left half written', async () => {
    const below = join(folder, 'artifacts', '.incoming');
    for (const name of ['old', 'new']) writeFileSync(join(below, name), 'half');
    const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60_000);
    utimesSync(join(below, 'old'), twoDaysAgo, twoDaysAgo);

    await disk.check();

    assert.deepEqual(readdirSync(below), ['new']);
  });
});
