import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { bundleSnippet } from '../../../server/pages/bundle-snippet.ts';
import { launchBrowser } from '../../support/browser.ts';
import { comeFromJoinPage } from './on-stage.ts';
import { shopPage } from './shop-page.ts';
import { openSnippetStage } from './snippet-stage.ts';

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

test('without a session the snippet asks for nothing, stores nothing and leaves no trace in the page', async () => {
  const stage = await openSnippetStage({ page: shopPage() });
  const page = await browser.newPage();
  const errors: unknown[] = [];
  page.on('pageerror', (error) => errors.push(error));

  await page.goto(`${stage.site}/#/cart`, { waitUntil: 'networkidle' });

  assert.deepEqual(stage.requests, ['GET /snippet.js']);
  const left = await page.evaluate(() => ({
    stored: localStorage.length + sessionStorage.length,
    globals: Object.keys(window).filter((name) => /handrail/i.test(name)),
    scripts: document.scripts.length,
    hash: location.hash,
  }));
  assert.deepEqual(left, { stored: 0, globals: [], scripts: 1, hash: '#/cart' });
  assert.deepEqual(errors, []);
  await page.context().close();
  await stage.stop();
});

test('a page without localStorage is left alone', async () => {
  const early =
    'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })';
  const stage = await openSnippetStage({ page: shopPage({ early }) });
  const page = await browser.newPage();
  const errors: unknown[] = [];
  page.on('pageerror', (error) => errors.push(error));

  await page.goto(stage.site, { waitUntil: 'networkidle' });

  assert.deepEqual(stage.requests, ['GET /snippet.js']);
  assert.deepEqual(errors, []);
  await page.context().close();
  await stage.stop();
});

for (const path of ['/', '/list?sort=price#top', '/app#/cart?step=2']) {
  test(`the handover is out of the address before the next script runs, and ${path} stays`, async () => {
    const late = 'window.first = location.href';
    const { stage, page } = await comeFromJoinPage(browser, { page: shopPage({ late }) }, path);

    const seen = await page.evaluate(() => [(window as unknown as { first: string }).first, location.href]);

    assert.deepEqual(seen, [stage.site + path, stage.site + path]);
    await page.context().close();
    await stage.stop();
  });
}

test('the history state of the site survives', async () => {
  const early = 'history.replaceState({ scroll: 42 }, "")';
  const { stage, page } = await comeFromJoinPage(browser, { page: shopPage({ early }) });

  assert.deepEqual(await page.evaluate(() => history.state), { scroll: 42 });
  await page.context().close();
  await stage.stop();
});

const weigh = (body: Uint8Array): number => gzipSync(body, { level: 9 }).byteLength;

test('gzipped, the snippet weighs at most 5,000 bytes before a session, and 40,000 with one in any language', async () => {
  const { loader, cores, parts } = await bundleSnippet();
  const most = { http: 2_500, control: 5_000, extras: 19_500 };

  for (const [name, part] of Object.entries(parts)) {
    const { byteLength } = part.body;
    assert.ok(byteLength > 500, `the part ${name} was built`);
    assert.ok(weigh(part.body) <= most[name as keyof typeof most], `${name}: ${weigh(part.body)} bytes more`);
  }
  assert.ok(loader.body.byteLength > 500, 'the loader was built');
  assert.ok(weigh(loader.body) <= 5_000, `loader: ${weigh(loader.body)} bytes`);
  assert.deepEqual(Object.keys(cores), ['en', 'de', 'ar']);
  for (const [language, core] of Object.entries(cores)) {
    const sum = weigh(loader.body) + weigh(core.body);
    assert.ok(core.body.byteLength > 10_000, 'the core was built');
    assert.ok(sum <= 40_000, `${language}: ${sum} bytes`);
  }
});
