import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { comeFromJoinPage, type OnStage, type VisitorNeeds, watch } from './on-stage.ts';
import { shopPage } from './shop-page.ts';

let browser: Browser;
let open: OnStage | null = null;
before(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await open?.page.context().close();
  await open?.stage.stop();
  open = null;
});
after(() => browser.close());

const come = async (needs: Partial<VisitorNeeds> = {}): Promise<OnStage> => {
  open = await comeFromJoinPage(browser, { page: shopPage(), ...needs });
  await watch(open.stage);
  return open;
};

const say = ({ stage }: OnStage, body: unknown): void => {
  stage.room.agent?.sendBody('chat', new TextEncoder().encode(JSON.stringify(body)));
};

const takeScreenshot = (on: OnStage): void => say(on, { type: 'screenshot.taken' });

test('a screenshot is told to the customer, until they have put it away', async () => {
  const on = await come();
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
  const on = await come();
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
  const on = await come();
  const banner = await inClosedRoot(on.page);

  say(on, { type: 'screenshot.taken', of: 'your passwords' });
  say(on, { type: 'file.requested', id: 'A'.repeat(22) });

  await banner.waitFor('StaticText', 'Ada Agent asks you for a file.');
  assert.equal(await banner.isThere('StaticText', 'Ada Agent took a picture of this page.'), false);
});
