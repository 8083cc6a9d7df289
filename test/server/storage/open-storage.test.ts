import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AzureTarget } from '../../../protocol/storage-policy.ts';
import { openStorages } from '../../../server/storage/open-storage.ts';
import { randomObject } from '../../support/random-object.ts';
import { startS3Fake } from '../../support/s3-fake.ts';
import { openS3Storage, s3TargetFor } from './open-s3-storage.ts';
import { bytesOf, problem } from './storage-reading.ts';

describe('the tenants’ storages', () => {
  const localHosts = new Set(['127.0.0.1']);

  it('are opened once for the same settings, and anew for others', async () => {
    const fake = await startS3Fake();
    const storages = openStorages({ localHosts });

    const first = storages.open(s3TargetFor(fake));

    assert.equal(storages.open(s3TargetFor(fake)), first);
    assert.notEqual(storages.open(s3TargetFor(fake, { prefix: 'other/' })), first);
    for (let bucket = 0; bucket < 300; bucket += 1)
      storages.open(s3TargetFor(fake, { bucket: `b${bucket}` }));
    assert.notEqual(storages.open(s3TargetFor(fake)), first);
    await storages.close();
  });

  it('are let go of when the process stops', async () => {
    const fake = await startS3Fake();
    await (await openS3Storage(fake)).close();
    const storages = openStorages({ localHosts });
    const storage = storages.open(s3TargetFor(fake));
    const object = randomObject(10);
    await storage.put(object);
    assert.deepEqual(await bytesOf(await storage.read(object.key)), object.content);

    await storages.close();

    await assert.rejects(storage.put(object), problem('storage_unavailable'));
  });

  it('say storage_refused, and no secret, when their credentials can’t be read', async () => {
    const storages = openStorages({ localHosts });
    const place = {
      kind: 'azure',
      id: 'c',
      region: 'westeurope',
      container: 'recordings',
      prefix: '',
    } as const;
    const all: AzureTarget['credentials'][] = [
      { type: 'connection_string', connectionString: 'AccountKey=secret' },
      { type: 'sas', url: 'https://acme.blob.core.windows.net/other?sig=secret' },
      { type: 'sas', url: 'http://acme.blob.core.windows.net/recordings?sig=secret' },
      { type: 'sas', url: 'https://10.0.0.1/recordings?sig=secret' },
    ];
    for (const credentials of all) {
      const storage = storages.open({ ...place, credentials });
      const said = await storage.check().then(
        () => 'nothing',
        (error: unknown) => error,
      );

      if (credentials.type === 'connection_string' && credentials.connectionString.startsWith('Use'))
        continue;
      assert.ok(problem('storage_refused')(said), JSON.stringify(credentials));
      for (let at: unknown = said; at instanceof Error; at = at.cause)
        assert.doesNotMatch(at.message, /secret/);
    }
    await storages.close();
  });
});
