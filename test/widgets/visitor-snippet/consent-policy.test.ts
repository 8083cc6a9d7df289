import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { ConsentPolicy } from '../../../protocol/consent-policy.ts';
import { launchBrowser } from '../../support/browser.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { comeFromJoinPage, type OnStage, wasSeen, watch } from './on-stage.ts';
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

const once: ConsentPolicy = { view: 'ask_once', control: 'ask_once' };

const come = async (consent: ConsentPolicy): Promise<OnStage> => {
  open = await comeFromJoinPage(browser, { page: shopPage(), consent });
  return open;
};

/** The visitor closes the one tab, and comes back to the site in another. */
const comeBack = async ({ stage, page }: OnStage) => {
  const second = await page.context().newPage();
  await page.close();
  await stage.room.until('the visitor to be away', () => !stage.room.visitorConnected);
  await second.goto(`${stage.site}/back`);
  return { page: second, banner: await inClosedRoot(second) };
};

test('asked once, control is given again without a question, also on the next page, and the banner says so', async () => {
  const on = await come(once);
  const { room } = on.stage;
  await watch(on.stage);
  const controlled = () => room.grants.some(({ capability }) => capability === 'control');
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  const first = await inClosedRoot(on.page);
  await first.waitFor('StaticText', askedOnce);
  await first.press('Allow control', async () => controlled());
  room.fromAgent({ type: 'grant.released', capability: 'control' });
  await first.waitForNo('button', 'Take back control');
  const seen = room.bodies.length;
  await on.page.click('text=Next');
  await room.until('the next page', () => wasSeen(on.stage, 'Shop /next', seen));

  room.fromAgent({ type: 'grant.requested', capability: 'control' });

  await room.until('control', controlled);
  const second = await inClosedRoot(on.page);
  await second.waitFor('button', 'Take back control');
  await second.waitFor(
    'StaticText',
    'Ada Agent can see and use this page again, as you allowed for this session.',
  );
  assert.equal(await second.isThere('button', 'Allow control'), false);
});

const askedOnce =
  'They can click, scroll and type here. Your own mouse and keyboard always come first. ' +
  'You are asked once: they may use it again in this session, until you take back control.';

test('a question goes, and control ends, when the company does not offer it any more', async () => {
  const on = await come({ view: 'always_ask', control: 'always_ask' });
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.waitFor('button', 'Allow control');

  room.toVisitor({ type: 'policy.changed', policy: { view: 'always_ask', control: 'not_offered' } });

  await banner.waitForNo('button', 'Allow control');
  assert.deepEqual(
    room.heard.filter(({ type }) => type === 'grant.changed'),
    [],
  );
});

test('asked always, whoever had left the site and comes back in a new tab is asked before anything is seen', async () => {
  const on = await come({ view: 'always_ask', control: 'always_ask' });
  const { room } = on.stage;
  await watch(on.stage);
  const { banner } = await comeBack(on);
  await banner.waitFor('button', 'Allow viewing');
  assert.equal(room.visitorConnected, false);

  const seen = room.bodies.length;
  await banner.press('Allow viewing', async () => room.visitorConnected);

  await room.until('the page', () => wasSeen(on.stage, 'Shop /back', seen));
});

test('asked always, Not now of somebody who comes back ends the session', async () => {
  const on = await come({ view: 'always_ask', control: 'always_ask' });
  const { room } = on.stage;
  const { page, banner } = await comeBack(on);

  await banner.press('Not now', async () => room.withdrawals.length > 0);

  assert.equal(room.joins, 1);
  await page.waitForFunction(() => localStorage.length === 0);
});

test('asked once, whoever comes back in a new tab is seen at once', async () => {
  const on = await come(once);
  await watch(on.stage);
  const seen = on.stage.room.bodies.length;

  await comeBack(on);

  await on.stage.room.until('the page', () => wasSeen(on.stage, 'Shop /back', seen));
});
