import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Response } from 'express';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { ChangeStorage, type StorageView } from '../../../protocol/http/storage-settings.ts';
import { defaultStoragePolicy } from '../../../protocol/storage-policy.ts';
import { axeFindings } from '../../support/axe.ts';
import { type AdminStage, openAdminStage } from './admin-stage.ts';

const view = (changes: Partial<StorageView> = {}): StorageView => ({
  version: 3,
  storage: defaultStoragePolicy,
  crm: 'zendesk',
  ownRegion: 'eu-central-1',
  fingerprint: null,
  ...changes,
});

const archive = {
  kind: 's3',
  id: 'archive',
  region: 'eu-central-1',
  bucket: 'acme-handrail',
  prefix: 'sessions/',
  endpoint: null,
  pathStyle: false,
  encryption: { type: 'sse_kms', keyId: 'alias/handrail' },
  credentials: { type: 'key', accessKeyId: 'AKEXAMPLE', secretAccessKey: null },
} as const;

describe('the storage page', () => {
  let admin: AdminStage;
  let shown: StorageView = view();
  const put: ChangeStorage[] = [];
  let check: (res: Response) => void = (res) => res.json({ problem: null });
  before(async () => {
    admin = await openAdminStage((routes) => {
      routes.get('/api/tenant/storage', (_req, res) => res.json(shown));
      routes.put('/api/tenant/storage', (req, res) => {
        const asked = v.parse(ChangeStorage, req.body);
        put.push(asked);
        shown = { ...shown, version: shown.version + 1, storage: asked.storage };
        res.json(shown);
      });
      routes.post('/api/tenant/storage/checks', (_req, res) => check(res.status(201)));
      // The page that is shown first.
      routes.get('/api/setup/checks', (_req, res) => res.status(503).end());
    });
  });

  const open = async (of: StorageView, width = 320): Promise<Page> => {
    shown = of;
    const page = await admin.open('storage', { viewport: { width, height: 800 } });
    await page.getByRole('button', { name: 'Save storage' }).waitFor();
    return page;
  };
  const isFine = async (page: Page): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), [], colorScheme);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  };
  const saved = async (page: Page): Promise<ChangeStorage> => {
    await page.getByRole('button', { name: 'Save storage' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    const last = put.at(-1);
    assert.ok(last);
    return last;
  };

  it('leaves everything as it was when nothing is touched', async () => {
    const storage = { ...defaultStoragePolicy, targets: [archive] };
    const page = await open(view({ storage }));
    await isFine(page);

    const { version, storage: sent } = await saved(page);

    assert.equal(version, 3);
    assert.deepEqual(sent, storage);
    await page.context().close();
  });

  it('takes storage of one’s own, and says which fields are wrong', async () => {
    const page = await open(view());

    await page.getByRole('button', { name: 'Add storage' }).click();
    const row = page.getByRole('group', { name: 'Storage 1' });
    await row.getByLabel('Name of the storage').fill('blobs');
    await row.getByLabel('Kind of storage').selectOption('azure');
    await row.getByLabel('Container').fill('handrail');
    await row.getByLabel('Region of the storage').fill('westeurope');
    await row.getByLabel('Folder').fill('../up');
    await row.getByLabel('SAS address').fill('https://acme.blob.core.windows.net/handrail?sig=x');
    await isFine(page);
    await page.getByRole('button', { name: 'Save storage' }).click();
    await page.getByRole('alert').getByText('Your own storage').waitFor();

    await row.getByLabel('Folder').fill('kept/');
    const { storage } = await saved(page);

    assert.deepEqual(storage.targets, [
      {
        kind: 'azure',
        id: 'blobs',
        region: 'westeurope',
        prefix: 'kept/',
        container: 'handrail',
        credentials: { type: 'sas', url: 'https://acme.blob.core.windows.net/handrail?sig=x' },
      },
    ]);
    await page.context().close();
  });

  it('tests what is saved, and says in words what is the matter', async () => {
    const page = await open(view({ storage: { ...defaultStoragePolicy, targets: [archive] } }), 1200);
    check = (res) => res.json({ problem: 'storage_refused' });

    await page.getByRole('button', { name: 'Test storage archive' }).click();

    await page.getByText('The storage refuses Handrail.').waitFor();
    check = (res) => res.json({ problem: null });
    await page.getByRole('button', { name: 'Test storage archive' }).click();
    await page.getByText('It works.').waitFor();
    await isFine(page);
    await page.context().close();
  });

  it('makes a key pair whose private half is only in the file that is saved', async () => {
    const page = await open(view());
    const savedBy = async (name: string): Promise<string> => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await downloading).createReadStream()) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString('utf8');
    };

    const pem = await savedBy('Make a key pair');

    assert.match(pem, /^-----BEGIN PRIVATE KEY-----\n/);
    await page.getByText('Keep it safe, then save this page.').waitFor();
    await isFine(page);
    assert.equal(await savedBy('Save the private key again'), pem);
    const { storage } = await saved(page);
    assert.match(storage.publicKey ?? '', /^[A-Za-z0-9_-]{87}$/);
    assert.equal(await page.getByRole('button', { name: 'Save the private key again' }).count(), 0);
    await page.context().close();
  });
});
