import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { comeFromJoinPage, type OnStage, wasSeen, watch } from './on-stage.ts';
import { shopPage } from './shop-page.ts';

let browser: Browser;
/** One that keeps pages for going back, where a test needs it. */
let caching: Browser | null = null;
let open: OnStage | null = null;
before(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await open?.page.context().close();
  await open?.stage.stop();
  open = null;
  await caching?.close();
  caching = null;
});
after(() => browser.close());

test('a page that throws in all its own handlers is shown, and its errors stay its own', async () => {
  const early = `
    for (const type of ['click', 'input', 'keydown', 'focusin', 'pointerdown', 'scroll', 'toggle', 'visibilitychange']) {
      addEventListener(type, () => { throw new Error('the page’s own'); }, true);
    }
    new MutationObserver(() => { throw new Error('the page’s own'); }).observe(document, { childList: true, subtree: true });
    Array.prototype.odd = 1;
    Object.prototype.odd = 1;
  `;
  open = await comeFromJoinPage(browser, { page: shopPage({ early }) });
  const { stage, page } = open;
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await watch(stage);

  await page.fill('#shown', 'walking boots');
  await stage.room.until('typed text', () => wasSeen(stage, 'walking boots'));
  await (await inClosedRoot(page)).press('Pause sharing', async () => stage.room.paused);

  assert.deepEqual(
    errors.filter((message) => message !== 'the page’s own'),
    [],
  );
});

test('a page that comes back from the back/forward cache goes on with a new keyframe', async () => {
  caching = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  open = await comeFromJoinPage(caching, { page: shopPage() });
  const { stage, page } = open;
  await watch(stage);
  await page.evaluate(() => {
    const watched = window as unknown as { persisted?: boolean };
    addEventListener('pageshow', ({ persisted }) => {
      watched.persisted = persisted;
    });
    document.querySelector('h1')?.replaceChildren('Only in memory');
  });
  await stage.room.until('the heading', () => wasSeen(stage, 'Only in memory'));

  await page.goto(`${stage.handrail}/send`);
  await stage.room.until('the visitor leaves', () => !stage.room.visitorConnected);
  const seen = stage.room.bodies.length;
  // In a task of its own: the call's answer must be out before the page is gone.
  await page.evaluate(() => void setTimeout(() => history.back()));
  await stage.room.until('the page again', () => wasSeen(stage, 'Only in memory', seen));

  assert.equal(await page.evaluate(() => (window as unknown as { persisted?: boolean }).persisted), true);
  assert.ok(stage.room.bodies.slice(seen)[0]?.keyframe);
});
