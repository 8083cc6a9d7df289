import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { EmbeddedJWK, jwtVerify } from 'jose';
import { launchBrowser } from '../../support/browser.ts';
import { bundle } from '../../support/bundle.ts';

const source = `
  import { makeProof } from './widgets/link/proof-key.ts';
  import { findProofKey, openDeviceStore } from './widgets/seal/device-store.ts';
  window.store = openDeviceStore();
  window.prove = async (sessionId) => {
    const key = await findProofKey(sessionId);
    return key && { key: key.publicKey, proof: await makeProof({ token: 't', key }, { method: 'GET', url: 'https://a/', at: 0 }) };
  };
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
  const proven = (await page.evaluate(`prove('ses_a')`)) as { key: string; proof: string };
  const gone = await page.evaluate(`store.remove('ses_a').then(() => store.find('ses_a'))`);
  const unproven = await page.evaluate(`prove('ses_a')`);
  await browser.close();
  server.close();

  assert.match(made.signed, /^[\w-]{86}$/);
  assert.deepEqual(found, { key: made.key, text: 'a secret', other: null });
  assert.deepEqual(extractable, [false, false]);
  assert.equal(other, null);
  assert.equal(gone, null);
  assert.equal(proven.key, made.key);
  const { protectedHeader } = await jwtVerify(proven.proof, EmbeddedJWK, { typ: 'dpop+jwt' });
  const { x = '', y = '' } = protectedHeader.jwk ?? {};
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  assert.equal(point.toString('base64url'), made.key);
  assert.equal(unproven, null);
});
