import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { GetObjectCommand, HeadObjectCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { openS3Storage, s3ClientFor } from '../server/storage/open-s3-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';
import { type Ceph, startCeph } from '../support/ceph.ts';
import { randomObject } from '../support/random-object.ts';

let starting: Promise<Ceph> | null = null;
const ceph = (): Promise<Ceph> => {
  starting ??= startCeph();
  return starting;
};
after(async () => (await starting)?.stop());

describeStorage('a bucket of Ceph', async () => openS3Storage(await ceph()));

describe('a bucket of Ceph', { timeout: 120_000 }, () => {
  it('encrypts under a key of its key service, where the settings say so, in one request and in parts', async () => {
    const bucket = 'sealed';
    const { storage, close } = await openS3Storage(await ceph(), {
      bucket,
      encryption: { type: 'sse_kms', keyId: 'testkey-1' },
    });
    const client = s3ClientFor(await ceph());
    for (const bytes of [1000, 6 * 1024 * 1024]) {
      const object = randomObject(bytes);

      await storage.put(object);

      const Key = `handrail/${object.key}`;
      const said = await client.send(new HeadObjectCommand({ Bucket: bucket, Key }));
      assert.equal(said.ServerSideEncryption, 'aws:kms');
      assert.equal(said.SSEKMSKeyId, 'testkey-1');
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      assert.ok(object.content.equals((await Body?.transformToByteArray()) ?? new Uint8Array()));
    }
    await storage.check();
    await close();
  });

  it('that keeps versions has none left of what was removed', async () => {
    const bucket = 'versions';
    const { storage, leftovers, close } = await openS3Storage(await ceph(), { bucket });
    const client = s3ClientFor(await ceph());
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    const [object, other] = [randomObject(100), randomObject(100)];
    await storage.put(object);
    await storage.put(object);
    await storage.put(other);
    assert.equal((await leftovers()).length, 3);

    await storage.remove(object.key);

    assert.deepEqual(await leftovers(), [`handrail/${other.key}`]);
    await close();
  });
});
