import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  defaultStoragePolicy,
  type StoragePolicy,
  type StorageTarget,
} from '../../../protocol/storage-policy.ts';
import { spoolDisk } from '../../../server/artifacts/spool-disk.ts';
import { openStorages } from '../../../server/storage/open-storage.ts';
import { newArtifact, openArtifactsHouse, streamOf } from '../../support/artifacts-house.ts';
import { describeOnBothDatabases, type TestDatabase } from '../../support/database.ts';
import { faultyStorage } from '../../support/faulty-storage.ts';
import { serve } from '../../support/http-server.ts';
import { s3TargetFor } from '../storage/open-s3-storage.ts';
import { problem } from '../storage/storage-reading.ts';

const { transfer } = defaultStoragePolicy;

const bucketIn = (region: string): StorageTarget => ({
  kind: 's3',
  id: 'archive',
  region,
  bucket: 'acme-archive',
  prefix: '',
  endpoint: null,
  pathStyle: false,
  encryption: { type: 'bucket' },
  credentials: { type: 'role' },
});

interface Case {
  readonly what: string;
  /** Where the server is. */
  readonly server: string | null;
  readonly policy: Partial<StoragePolicy>;
  /** Where the target says that it is. */
  readonly target?: string | null;
}

const inEu = 'eu-central-1';
const to = (target: string) => ({ ...transfer, target });

/** Nothing of these may be written, not even to the spool. */
const refusedAtOnce: readonly Case[] = [
  { what: 'a server that is elsewhere', server: 'us-east-1', policy: { transfer: to('disk') } },
  { what: 'a server that does not say where it is', server: null, policy: { transfer: to('disk') } },
  {
    what: 'a server that is elsewhere, before a bucket that is right',
    server: 'us-east-1',
    policy: { targets: [bucketIn(inEu)], transfer: to('archive') },
  },
  {
    what: 'a bucket that is elsewhere',
    server: inEu,
    policy: { targets: [bucketIn('us-east-1')], transfer: to('archive') },
  },
  { what: 'a CRM that is elsewhere', server: inEu, policy: { crmRegion: 'us-east-1', transfer: to('crm') } },
  { what: 'a CRM of which nobody has said where it is', server: inEu, policy: { transfer: to('crm') } },
];

const allowed: readonly (Case & { readonly to: string })[] = [
  { what: 'the disk', server: inEu, policy: { transfer: to('disk') }, to: 'disk' },
  { what: 'the case', server: inEu, policy: { crmRegion: inEu, transfer: to('crm') }, to: 'crm' },
  {
    what: 'a bucket',
    server: inEu,
    policy: { targets: [bucketIn(inEu)], transfer: to('archive') },
    target: inEu,
    to: 's3',
  },
];

describeOnBothDatabases('a company bound to a region', (open) => {
  let database: TestDatabase;
  before(async () => {
    database = await open();
  });

  /** Sees every byte on its way to the spool or a target. */
  const openHouse = ({ server, policy, target = null }: Omit<Case, 'what'>) => {
    const folder = join(database.dataFolder, randomBytes(4).toString('hex'));
    const spooled: string[] = [];
    const targets = {
      disk: faultyStorage(join(folder, 'disk'), { region: server }),
      crm: faultyStorage(join(folder, 'crm'), { kind: 'zendesk' }),
      s3: faultyStorage(join(folder, 's3'), { kind: 's3', region: target }),
    };
    const house = openArtifactsHouse(database, {
      region: server,
      disk: targets.disk,
      caseFilesOf: async () => targets.crm,
      openStorage: async () => targets.s3,
      spoolDisk: {
        ...spoolDisk,
        create: (path) => {
          spooled.push(path);
          return spoolDisk.create(path);
        },
      },
    });
    house.setPolicy({ region: inEu, ...policy });
    const puts = () =>
      Object.entries(targets).flatMap(([name, { calls }]) =>
        calls.filter((call) => call.startsWith('put')).map(() => name),
      );
    return {
      ...house,
      spooled: () => spooled,
      puts,
      crmTooSmall: () => targets.crm.fail('artifact_too_large'),
    };
  };

  for (const { what, ...where } of refusedAtOnce) {
    test(`keeps nothing with ${what}`, async () => {
      const house = openHouse(where);

      const artifact = newArtifact();
      await assert.rejects(
        house.artifacts.keep(artifact, streamOf(randomBytes(1000))),
        problem('region_refused'),
      );
      await house.work();

      assert.deepEqual(house.spooled(), []);
      assert.deepEqual(house.puts(), []);
    });
  }

  test('sends nothing to a bucket that turns out to be elsewhere', async () => {
    const policy = { targets: [bucketIn(inEu)], transfer: to('archive') };
    const house = openHouse({ server: inEu, policy, target: 'us-east-1' });
    const row = await house.keep();

    await house.work();

    const failed = await house.row(row.id);
    assert.deepEqual([failed.state, failed.problem], ['failed', 'region_refused']);
    assert.deepEqual(house.puts(), []);
  });

  for (const [says, expected] of [
    ['us-east-1', ['failed', 'region_refused', []]],
    [inEu, ['kept', null, ['PUT']]],
    [null, ['kept', null, ['PUT']]],
  ] as const) {
    test(`asks a bucket where it is before each put, and goes by it when that says ${says}`, async () => {
      const asked: string[] = [];
      // It takes whatever region is signed for, as some servers do.
      const bucket = await serve((req, res) => {
        asked.push(req.method ?? '');
        const isTold = req.method === 'HEAD' && says !== null;
        req.resume().once('end', () => {
          res.writeHead(isTold ? 200 : 403, isTold ? { 'x-amz-bucket-region': says } : {}).end();
        });
      });
      const storages = openStorages({ localHosts: new Set(['127.0.0.1']) });
      const signed = { region: inEu, accessKeyId: 'k', secretAccessKey: 's' };
      const target = s3TargetFor({ endpoint: bucket.origin, ...signed }, { id: 'archive' });
      // What is not taken waits on: it is no other test's to bring.
      const house = openArtifactsHouse(await open(), {
        region: inEu,
        openStorage: async (of) => storages.open(of),
      });
      house.setPolicy({ region: inEu, targets: [target], transfer: to('archive') });
      const row = await house.keep();

      await house.work();

      const { state, problem: because } = await house.row(row.id);
      const puts = asked.filter((method) => method === 'PUT').slice(0, 1);
      assert.deepEqual([state, because, puts], expected);
      await storages.close();
    });
  }

  test('sends nothing to a second target that is elsewhere', async () => {
    const onTooLarge = { target: 'archive' };
    const policy = {
      targets: [bucketIn('us-east-1')],
      crmRegion: inEu,
      transfer: { ...transfer, target: 'crm', onTooLarge },
    };
    const house = openHouse({ server: inEu, policy, target: 'us-east-1' });
    house.crmTooSmall();
    const row = await house.keep();

    await house.work();

    const failed = await house.row(row.id);
    assert.deepEqual([failed.state, failed.problem], ['failed', 'region_refused']);
    assert.deepEqual(house.puts(), ['crm']);
  });

  for (const { what, to: expected, ...where } of allowed) {
    test(`keeps all on ${what} when that is in the region`, async () => {
      const house = openHouse(where);

      const row = await house.keep();
      await house.work();

      assert.equal((await house.row(row.id)).state, 'stored');
      assert.deepEqual(house.puts(), [expected]);
      assert.equal(house.spooled().length, 1);
    });
  }
});
