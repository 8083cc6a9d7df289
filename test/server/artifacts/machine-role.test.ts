import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { StorageTarget } from '../../../protocol/storage-policy.ts';
import { storagesOf } from '../../../server/artifacts/storages.ts';
import { Problem } from '../../../server/http/problem.ts';
import { openDisk } from '../../../server/storage/disk.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-role-'));
after(() => rmSync(dataFolder, { recursive: true, force: true }));

const target: StorageTarget = {
  kind: 's3',
  id: 'archive',
  region: 'eu-central-1',
  bucket: 'acme-handrail',
  prefix: '',
  endpoint: null,
  pathStyle: false,
  encryption: { type: 'bucket' },
  credentials: { type: 'role' },
};

describe('the identity of the machine', () => {
  it('is used for the tenants that the operator names, and for no other, whatever their settings say', async () => {
    const opened = openDisk({ folder: dataFolder, region: null });
    const { openStorage } = storagesOf({
      dataFolder,
      region: null,
      crmOf: () => Promise.reject(new Error('No CRM here.')),
      openStorage: () => opened,
      machineRoleTenants: new Set(['acme']),
    });

    assert.equal(await openStorage(target, 'acme'), opened);
    assert.throws(
      () => openStorage(target, 'other'),
      (error) => error instanceof Problem && error.code === 'storage_refused',
    );
    const withKey = { type: 'key', accessKeyId: 'a', secretAccessKey: 's' } as const;
    assert.equal(await openStorage({ ...target, credentials: withKey }, 'other'), opened);
  });
});
