import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';

const megabyte = 1024 * 1024;

describe('a large file', { timeout: 120_000 }, () => {
  let world: CrmWorld;
  before(async () => {
    world = await openCrmWorld({ kind: 'salesforce' });
  });
  after(() => world.close());

  it('of 300 MB goes to the CRM with less than 60 MB of memory (jsforce buffers it, and dies of base64 at 37.5 MB)', async () => {
    const { simulated } = world;
    const { accessToken } = await world.tokensFor('ada');
    const bytes = 300 * megabyte;
    const task = {
      settings: simulated.tenant.settings.crm,
      accessToken,
      caseId: simulated.cases.open,
      bytes,
    };
    const child = fork(new URL('../../support/file-uploader.ts', import.meta.url), {
      env: { ...process.env, FILE_UPLOADER: JSON.stringify(task) },
    });

    const [told] = await once(child, 'message');

    assert.ok(told.extra < 60 * megabyte, `${Math.round(told.extra / megabyte)} MB more`);
    const { files } = await simulated.kept(simulated.cases.open);
    assert.deepEqual(
      files.filter((file) => file.bytes === bytes).map(({ sha256 }) => sha256),
      [told.sha256],
    );
  });
});
