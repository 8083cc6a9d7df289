import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { inClosedRoot } from '../../support/closed-root.ts';
import { come } from './come.ts';
import { comeFromJoinPage, wasSeen, watch } from './on-stage.ts';
import { shopPage } from './shop-page.ts';

test('a page that throws in all its own handlers is shown, and its errors stay its own', async () => {
  const early = `
    for (const type of ['click', 'input', 'keydown', 'focusin', 'pointerdown', 'scroll', 'toggle', 'visibilitychange']) {
      addEventListener(type, () => { throw new Error('the page’s own'); }, true);
    }
    new MutationObserver(() => { throw new Error('the page’s own'); }).observe(document, { childList: true, subtree: true });
    Array.prototype.odd = 1;
    Object.prototype.odd = 1;
  `;
  const { stage, page } = await come({ page: shopPage({ early }) });
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

test('a page that comes back from the back/forward cache goes on with a new keyframe', async (t) => {
  const caching = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  t.after(() => caching.close());
  const { stage, page } = await comeFromJoinPage(caching, { page: shopPage() });
  t.after(() => stage.stop());
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
