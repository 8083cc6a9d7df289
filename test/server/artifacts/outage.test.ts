import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ArtifactStorage } from '../../../server/storage/artifact-storage.ts';
import { openArtifactsHouse } from '../../support/artifacts-house.ts';
import { startAzurite } from '../../support/azurite.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startS3Fake } from '../../support/s3-fake.ts';
import { openAzureStorage } from '../storage/open-azure-storage.ts';
import { openCaseStorage } from '../storage/open-case-storage.ts';
import { openS3Storage } from '../storage/open-s3-storage.ts';
import type { OpenStorage } from '../storage/storage-contract.ts';
import { bytesOf } from '../storage/storage-reading.ts';

const azurite = await startAzurite();
after(() => azurite.stop());

const hour = 60 * 60_000;

const targets: Readonly<Record<string, () => Promise<OpenStorage>>> = {
  Salesforce: () => openCaseStorage('salesforce'),
  Zendesk: () => openCaseStorage('zendesk'),
  'a bucket': async () => openS3Storage(await startS3Fake()),
  'a container': () => openAzureStorage(azurite.connectionString, 'sas'),
};

for (const [name, open] of Object.entries(targets)) {
  describe(`${name} away for the length of a session`, { timeout: 240_000 }, () => {
    let opened: OpenStorage;
    let database: TestDatabase;
    before(async () => {
      [opened, database] = await Promise.all([open(), openTestDatabase('sqlite')]);
    });
    after(async () => {
      await database?.close();
      await opened?.close();
    });

    const arrivesAfter = async (away: ArtifactStorage): Promise<void> => {
      let there = away;
      const house = openArtifactsHouse(database, { disk: standingBefore(() => there) });
      const contents = [randomBytes(1), randomBytes(70_000), randomBytes(200_000)];
      const rows = [];
      for (const content of contents) {
        rows.push(await house.keep({}, content));
        await house.work();
        house.pass(hour);
      }
      await house.work();
      for (const [index, { id }] of rows.entries()) {
        assert.equal((await house.row(id)).state, 'kept');
        const waiting = await bytesOf(await house.artifacts.open({ id, tenantId: 'acme' }));
        assert.ok(contents[index]?.equals(waiting), 'can be opened while it waits');
      }

      there = opened.storage;
      house.pass(hour);
      await house.work();

      for (const [index, { id }] of rows.entries()) {
        assert.equal((await house.row(id)).state, 'stored');
        const arrived = await bytesOf(await house.artifacts.open({ id, tenantId: 'acme' }));
        assert.ok(contents[index]?.equals(arrived), 'is what was kept');
      }
      assert.deepEqual(house.spooled(), []);
    };

    for (const fault of ['down', 'slow', 500, 503] as const) {
      it(`brings everything there after it was ${fault}`, async () => {
        assert.ok(opened.withFault);

        await arrivesAfter(await opened.withFault(fault));
      });
    }

    it('brings everything there after its credentials were revoked', async () => {
      assert.ok(opened.withWrongCredentials);

      await arrivesAfter(await opened.withWrongCredentials());
    });
  });
}

/** Whatever is there at the moment of each call. */
const standingBefore = (there: () => ArtifactStorage): ArtifactStorage => ({
  kind: 'disk',
  region: null,
  put: (object, signal) => there().put(object, signal),
  read: (ref, range) => there().read(ref, range),
  remove: (ref) => there().remove(ref),
  list: null,
  check: () => there().check(),
});
