import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inClosedRoot } from '../../support/closed-root.ts';
import { comeWatched, say } from './come.ts';
import type { OnStage } from './on-stage.ts';

const takeScreenshot = (on: OnStage): void => say(on, { type: 'screenshot.taken' });

test('a screenshot is told to the customer, until they have put it away', async () => {
  const on = await comeWatched();
  const banner = await inClosedRoot(on.page);

  takeScreenshot(on);

  const said = 'Ada Agent took a picture of this page.';
  await banner.waitFor('StaticText', said);
  await banner.press('Close', async () => !(await banner.isThere('StaticText', said)));
  await banner.waitFor('StaticText', 'Ada Agent can see this page.');
  takeScreenshot(on);
  await banner.waitFor('StaticText', said);
});

test('what is told of a screenshot goes by itself', async () => {
  const on = await comeWatched();
  await on.page.clock.install();
  const banner = await inClosedRoot(on.page);
  takeScreenshot(on);
  await on.page.clock.runFor(1_000);
  const said = 'Ada Agent took a picture of this page.';
  await banner.waitFor('StaticText', said);

  await on.page.clock.runFor(12_000);

  await banner.waitForNo('StaticText', said);
  assert.equal(await banner.isThere('button', 'Close'), false);
});

test('what says more than that a screenshot was taken is not told', async () => {
  const on = await comeWatched();
  const banner = await inClosedRoot(on.page);

  say(on, { type: 'screenshot.taken', of: 'your passwords' });
  say(on, { type: 'file.requested', id: 'A'.repeat(22) });

  await banner.waitFor('StaticText', 'Ada Agent asks you for a file.');
  assert.equal(await banner.isThere('StaticText', 'Ada Agent took a picture of this page.'), false);
});
