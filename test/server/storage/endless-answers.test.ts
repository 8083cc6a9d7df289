import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import type { ArtifactStorage } from '../../../server/storage/artifact-storage.ts';
import { openAzureBlob } from '../../../server/storage/azure-blob.ts';
import { openS3 } from '../../../server/storage/s3.ts';
import { openStorageDoor } from '../../../server/storage/storage-door.ts';
import { storageLimits } from '../../../server/storage/storage-limits.ts';
import { serve } from '../../support/http-server.ts';
import { randomObject } from '../../support/random-object.ts';
import { s3TargetFor } from './open-s3-storage.ts';
import { allOf, problem } from './storage-reading.ts';

const chunk = Buffer.alloc(64 * 1024, ' ');
/** More than anybody should read, and little enough for a test that fails. */
const endless = 64 * 1024 * 1024;
let status = 200;
let sent = 0;

/** Answers whatever it is asked with as much as is taken. */
const hostile = await serve((req, res) => {
  req.resume();
  res.writeHead(status, { 'content-type': 'application/xml', etag: '"1"' });
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const write = () => {
    while (sent < endless) {
      sent += chunk.length;
      if (!res.write(chunk)) return;
    }
    res.end();
  };
  res.on('drain', write).write('<?xml version="1.0"?><Whatever>');
  write();
});
const door = openStorageDoor({ localHosts: new Set(['127.0.0.1']), limits: storageLimits });
after(() => door.close());
const needs = { door, limits: { ...storageLimits, backOffMs: 1 } };

const s3 = openS3(
  s3TargetFor({ endpoint: hostile.origin, region: 'eu-1', accessKeyId: 'k', secretAccessKey: 's' }),
  needs,
);
const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${btoa('k')};BlobEndpoint=${hostile.origin}/a;`;
const azure = openAzureBlob(
  {
    kind: 'azure',
    id: 'container',
    region: 'westeurope',
    container: 'c',
    prefix: '',
    credentials: { type: 'connection_string', connectionString },
  },
  needs,
);

const { key } = randomObject(10);
const calls: Readonly<Record<string, (storage: ArtifactStorage) => Promise<unknown>>> = {
  put: (storage) => storage.put(randomObject(10)),
  list: (storage) => (storage.list ? allOf(storage.list('a/')) : Promise.resolve()),
  remove: (storage) => storage.remove(key),
  check: (storage) => storage.check(),
};

for (const [name, storage] of Object.entries({ bucket: s3, container: azure })) {
  describe(`a tenant’s own ${name} that never ends an answer`, { timeout: 60_000 }, () => {
    beforeEach(() => {
      sent = 0;
    });

    for (const [call, make] of Object.entries(calls)) {
      it(`is refused when it does so to ${call}, whether that went well or not`, async () => {
        for (status of [201, 403]) {
          await assert.rejects(make(storage), problem('storage_refused'), `${status}`);
          assert.ok(sent < endless, `${sent} bytes were read of what came with ${status}`);
          sent = 0;
        }
      });
    }

    it('is refused when it does so to a read that it refuses', async () => {
      status = 403;

      await assert.rejects(storage.read(key), problem('storage_refused'));

      assert.ok(sent < endless);
    });
  });
}
