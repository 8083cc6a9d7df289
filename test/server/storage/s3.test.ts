import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { openS3 } from '../../../server/storage/s3.ts';
import { openStorageDoor } from '../../../server/storage/storage-door.ts';
import { storageLimits } from '../../../server/storage/storage-limits.ts';
import { serve } from '../../support/http-server.ts';
import { randomObject } from '../../support/random-object.ts';
import { type S3Fake, startS3Fake } from '../../support/s3-fake.ts';
import { openS3Storage, s3ClientFor, s3TargetFor } from './open-s3-storage.ts';
import { describeStorage } from './storage-contract.ts';
import { problem } from './storage-reading.ts';

// Two parts.
describeStorage('a bucket', async () => openS3Storage(await startS3Fake()), {
  largeBytes: 6 * 1024 * 1024 + 3,
});

describe('a bucket', () => {
  let fake: S3Fake;
  const door = openStorageDoor({ localHosts: new Set(['127.0.0.1']), limits: storageLimits });
  before(async () => {
    fake = await startS3Fake();
    await (await openS3Storage(fake)).close();
  });
  after(() => door.close());

  const failing = (code: string) => (error: unknown) => error instanceof Error && error.name === code;
  const put = () => new PutObjectCommand({ Bucket: 'recordings', Key: 'k', Body: 'content' });

  it('is only for who signs what is sent, now, for its region', async () => {
    const client = s3ClientFor(fake);
    await client.send(put());

    await assert.rejects(
      s3ClientFor({ ...fake, secretAccessKey: 'x' }).send(put()),
      failing('SignatureDoesNotMatch'),
    );
    await assert.rejects(
      s3ClientFor({ ...fake, accessKeyId: 'x' }).send(put()),
      failing('InvalidAccessKeyId'),
    );
    await assert.rejects(
      s3ClientFor({ ...fake, region: 'us-east-1' }).send(put()),
      failing('AuthorizationHeaderMalformed'),
    );
    const late = s3ClientFor(fake);
    late.config.systemClockOffset = -16 * 60_000;
    late.config.maxAttempts = async () => 1;
    await assert.rejects(late.send(put()), failing('RequestTimeTooSkewed'));
    const changing = s3ClientFor(fake);
    changing.middlewareStack.add(
      (next) => async (args) => {
        if (typeof args.request === 'object' && args.request !== null)
          Object.assign(args.request, { body: 'CONTENT' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await assert.rejects(changing.send(put()), failing('XAmzContentSHA256Mismatch'));
  });

  it('gets everything below the prefix of the settings', async () => {
    const storage = openS3(s3TargetFor(fake, { prefix: 'a/b/' }), { door, limits: storageLimits });
    const object = randomObject(10);

    const { ref } = await storage.put(object);

    assert.equal(ref, object.key);
    assert.ok(fake.requests.includes(`PUT recordings/a/b/${object.key}`));
  });

  it('clears up what a killed process had begun of the same object', async () => {
    const object = randomObject(6 * 1024 * 1024);
    const storage = openS3(s3TargetFor(fake), { door, limits: storageLimits });
    const opened = await openS3Storage(fake);
    const client = s3ClientFor(fake);
    await client.send(
      new CreateMultipartUploadCommand({ Bucket: 'recordings', Key: `handrail/${object.key}` }),
    );
    assert.ok((await opened.leftovers()).includes(`handrail/${object.key}`));

    await storage.put(object);

    assert.equal((await opened.leftovers()).filter((name) => name === `handrail/${object.key}`).length, 1);
  });

  it('is not looked for elsewhere: no redirect is followed, and no private address reached', async () => {
    const asked: string[] = [];
    const other = await serve((req, res) => {
      asked.push(req.url ?? '');
      res.end();
    });
    const redirecting = await serve((req, res) => {
      res.writeHead(307, { location: other.origin + (req.url ?? '') }).end();
    });
    const at = (endpoint: string, localHosts: readonly string[]) =>
      openS3(s3TargetFor(fake, { endpoint }), {
        door: openStorageDoor({ localHosts: new Set(localHosts), limits: storageLimits }),
        limits: storageLimits,
      });

    await assert.rejects(
      at(redirecting.origin, ['127.0.0.1']).put(randomObject(10)),
      problem('region_refused'),
    );
    await assert.rejects(at(other.origin, []).put(randomObject(10)), problem('storage_refused'));
    await assert.rejects(at('https://10.0.0.1', []).check(), problem('storage_refused'));
    await assert.rejects(at('http://s3.example.com', []).check(), problem('storage_refused'));
    assert.deepEqual(asked, []);
  });

  it('is not there: storage_refused, because the settings are wrong', async () => {
    const storage = openS3(s3TargetFor(fake, { bucket: 'nobodys' }), { door, limits: storageLimits });

    await assert.rejects(storage.check(), problem('storage_refused'));
    await assert.rejects(storage.put(randomObject(10)), problem('storage_refused'));
    await assert.rejects(storage.read(randomObject(10).key), problem('storage_refused'));
  });

  it('gives no more and no less than it said', async () => {
    const short = await serve((_req, res) => {
      res.writeHead(200, { 'content-length': '1000' });
      res.write('short');
      setImmediate(() => res.destroy());
    });
    const storage = openS3(s3TargetFor(fake, { endpoint: short.origin }), { door, limits: storageLimits });

    const reading = await storage.read(randomObject(10).key);

    await assert.rejects(reading.toArray(), problem('storage_unavailable'));
  });
});
