import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { launchBrowser } from '../../support/browser.ts';
import { bundle } from '../../support/bundle.ts';

const source = `
  import { openDeviceStore } from './widgets/seal/device-store.ts';
  window.store = openDeviceStore();
`;

test('a device is found after a reload, opens its records, can’t be exported, and is gone when removed', async () => {
  const script = await bundle(source);
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html');
    res.end(`<!doctype html><script>${script}</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);

  const made = (await page.evaluate(
    `store.make('ses_a').then(async (d) => ({ key: d.publicKey, sealed: await d.seal('a secret'), signed: await d.signJoin('ses_a', 'c') }))`,
  )) as { key: string; sealed: string; signed: string };
  await page.reload();
  const found = await page.evaluate(
    `store.find('ses_a').then(async (d) => ({ key: d.publicKey, text: await d.open(${JSON.stringify(made.sealed)}), other: await d.open('AAAA' + ${JSON.stringify(made.sealed)}) }))`,
  );
  const extractable = await page.evaluate(
    `new Promise((resolve) => { const o = indexedDB.open('handrail', 1); o.onsuccess = () => { const g = o.result.transaction('devices').objectStore('devices').get('ses_a'); g.onsuccess = () => resolve([g.result.signing.privateKey.extractable, g.result.wrapping.extractable]); }; })`,
  );
  const other = await page.evaluate(
    `store.make('ses_b').then((d) => d.open(${JSON.stringify(made.sealed)}))`,
  );
  const gone = await page.evaluate(`store.remove('ses_a').then(() => store.find('ses_a'))`);
  await browser.close();
  server.close();

  assert.match(made.signed, /^[\w-]{86}$/);
  assert.deepEqual(found, { key: made.key, text: 'a secret', other: null });
  assert.deepEqual(extractable, [false, false]);
  assert.equal(other, null);
  assert.equal(gone, null);
});
