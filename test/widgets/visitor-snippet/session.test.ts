import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import type { Anchor } from '../../../protocol/anchor.ts';
import { noModifiers } from '../../../protocol/input.ts';
import { PointerBody } from '../../../protocol/pointer.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { come, comeUnsent } from './come.ts';
import { type OnStage, wasSeen, watch } from './on-stage.ts';
import { shopPage } from './shop-page.ts';

test('the agent sees the page, what is typed, the next page and a reload', async () => {
  const { stage, page } = await come();
  await watch(stage);

  await page.fill('#shown', 'walking boots');
  await stage.room.until('typed text', () => wasSeen(stage, 'walking boots'));
  const typed = stage.room.bodies.length;
  await page.click('text=Next');
  await stage.room.until('the next page', () => wasSeen(stage, 'Shop /next', typed));
  const next = stage.room.bodies.length;
  await page.reload();
  await stage.room.until('the page again', () => wasSeen(stage, 'Shop /next', next));

  assert.deepEqual(stage.room.refused, []);
});

test('the banner says who sees the page, and goes with nothing that the agent sees', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);

  await banner.waitFor('region', 'Shared session');
  await banner.waitFor('button', 'Pause sharing');
  await banner.waitFor('button', 'Stop sharing');

  assert.equal(await banner.isThere('button', 'Take back control'), false);
  assert.equal(wasSeen(stage, 'can see this page'), false);
  assert.equal(wasSeen(stage, 'handrail-session'), false);
});

test('while sharing is paused nothing leaves, and it goes on with the page as it is then', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);

  await banner.press('Pause sharing', async () => stage.room.paused);
  const before = stage.room.frames.length;
  await page.fill('#shown', 'private');
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 100)));
  const during = stage.room.frames.length;
  await page.fill('#shown', 'public');
  const seen = stage.room.bodies.length;
  await banner.press('Resume sharing', async () => !stage.room.paused);
  await stage.room.until('the page again', () => wasSeen(stage, 'public', seen));

  assert.equal(during, before);
  assert.equal(wasSeen(stage, 'private'), false);
});

test('a pause survives a reload', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);
  await banner.press('Pause sharing', async () => stage.room.paused);
  const before = stage.room.frames.length;

  await page.reload();
  await (await inClosedRoot(page)).waitFor('button', 'Resume sharing');
  await stage.room.until('the visitor is back', () => stage.room.visitorConnected);

  assert.equal(stage.room.frames.length, before);
});

test('control is asked for, allowed, used, and taken back with one press', async () => {
  const { stage, page } = await come();
  const agent = await watch(stage);
  const banner = await inClosedRoot(page);
  const controlled = () => stage.room.grants.some(({ capability }) => capability === 'control');
  const click = async (): Promise<void> => {
    await handsRest(page);
    const action = {
      type: 'click',
      at: await pointedAt({ stage, page }, '#buy'),
      count: 1,
      modifiers: noModifiers,
    };
    agent.sendBody('input', new TextEncoder().encode(JSON.stringify({ page: agent.page, action })));
  };

  await click();
  stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.press('Allow control', async () => controlled());
  assert.equal(await page.textContent('#buy'), 'Buy');
  await click();
  await page.waitForFunction(() => document.querySelector('#buy')?.textContent === 'Bought');
  await banner.press('Take back control', async () => !controlled());
  await page.evaluate(() => {
    const buy = document.querySelector('#buy');
    if (buy) buy.textContent = 'Buy';
  });
  await click();
  await banner.waitForNo('button', 'Take back control');

  assert.equal(await page.textContent('#buy'), 'Buy');
});

test('after two refusals the visitor is not asked again for a while', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);
  const refusals = () => stage.room.heard.filter(({ type }) => type === 'grant.refused').length;

  for (const count of [1, 2]) {
    stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
    await banner.press('Not now', async () => refusals() === count);
  }
  stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await stage.room.until('a refusal without a question', () => refusals() === 3);

  assert.equal(await banner.isThere('button', 'Not now'), false);
});

test('Stop sharing ends it for both, and leaves nothing behind', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);
  const asked = () => stage.room.heard.some(({ type }) => type === 'end.requested');

  await banner.press('Stop sharing', async () => asked());
  await banner.waitFor('button', 'Close');
  await page.waitForFunction(() => localStorage.length === 0);
  const requests = stage.requests.length;
  await page.reload({ waitUntil: 'networkidle' });

  assert.deepEqual(stage.requests.slice(requests), ['GET /snippet.js']);
  const devices = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('handrail', 1);
        opening.onsuccess = () => {
          const count = opening.result.transaction('devices').objectStore('devices').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
  assert.equal(devices, 0);
});

test('when the agent ends it, the visitor is told', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);

  stage.room.end('agent');

  await banner.waitFor('button', 'Close');
  await banner.waitForNo('button', 'Stop sharing');
});

test('after a lost connection it goes on by itself with a keyframe', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const seen = stage.room.bodies.length;

  stage.room.dropVisitor();
  await page.evaluate(() => {
    document.title = 'Changed while away';
    document.querySelector('h1')?.replaceChildren('Changed while away');
  });
  await stage.room.until('the page again', () => wasSeen(stage, 'Changed while away', seen));

  assert.ok(stage.room.bodies.slice(seen)[0]?.keyframe);
});

test('the tab that the visitor looks at takes the session over', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const seen = stage.room.bodies.length;

  const second = await page.context().newPage();
  await second.goto(`${stage.site}/second`);
  await stage.room.until('the second tab', () => wasSeen(stage, 'Shop /second', seen));
  await (await inClosedRoot(page)).waitForNo('region', 'Shared session');
  await second.close();
  const before = stage.room.bodies.length;
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await stage.room.until('the first tab again', () => wasSeen(stage, 'Shop /', before));

  assert.deepEqual(stage.room.refused, []);
});

test('whoever was not sent by Handrail’s own page is asked on the site, and may refuse', async () => {
  const { stage, page } = await comeUnsent();
  const banner = await inClosedRoot(page);
  await banner.waitFor('button', 'Allow viewing');
  await banner.press('Not now', () => banner.isThere('button', 'Not now').then((there) => !there));

  await stage.room.until('the agent to be told', () => stage.room.withdrawals.length > 0);
  assert.deepEqual(stage.room.withdrawals, [`Bearer ${stage.handover.credential}`]);
  assert.equal(stage.room.visitorConnected, false);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('whoever was not sent by Handrail’s own page, and allows it there, is seen', async () => {
  const { stage, page } = await comeUnsent();
  const banner = await inClosedRoot(page);
  await banner.press('Allow viewing', async () => stage.room.visitorConnected);

  await watch(stage);
});

test('a strict content policy and Trusted Types don’t stop it', async () => {
  const policy =
    "default-src 'none'; script-src http://HANDRAIL; connect-src http://HANDRAIL ws://HANDRAIL; " +
    "style-src 'self'; require-trusted-types-for 'script'; trusted-types handrail";
  const { stage, page } = await come({ page: shopPage(), policy });
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));

  await watch(stage);
  const banner = await inClosedRoot(page);
  await banner.press('Pause sharing', async () => stage.room.paused);

  assert.deepEqual(
    refused.filter((text) => /handrail|trusted/i.test(text)),
    [],
  );
});

test('a modal dialog of the page does not take the banner away', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);
  await banner.waitFor('button', 'Pause sharing');

  await page.evaluate(() => document.querySelector<HTMLDialogElement>('#dialog')?.showModal());
  await banner.press('Pause sharing', async () => stage.room.paused);
  await page.evaluate(() => document.querySelector<HTMLDialogElement>('#dialog')?.close());
  await banner.press('Resume sharing', async () => !stage.room.paused);
});

test('the banner is reached and used with the keyboard alone', async () => {
  const { stage, page } = await come();
  await watch(stage);
  const banner = await inClosedRoot(page);
  await banner.waitFor('button', 'Pause sharing');

  // It is last in the document, so it is first backwards.
  for (const _ of ['collapse', 'move', 'stop', 'pause']) await page.keyboard.press('Shift+Tab');
  // Its buttons are dead for a moment whenever it has been arranged anew.
  const end = performance.now() + 10_000;
  while (performance.now() < end && (await banner.isThere('button', 'Pause sharing'))) {
    await page.keyboard.press('Enter');
  }

  await stage.room.until('the pause', () => stage.room.paused);
});

/** Where the visitor's pointer is, as the agent is shown it. */
const pointedAt = async ({ stage, page }: OnStage, selector: string): Promise<Anchor> => {
  const before = stage.room.bodies.length;
  const find = (): Anchor | null => {
    const last = stage.room.bodies.slice(before).findLast(({ kind }) => kind === 'pointer');
    return last ? v.parse(PointerBody, JSON.parse(new TextDecoder().decode(last.body))).at : null;
  };
  await page.hover(selector);
  await stage.room.until('the pointer', () => find() !== null);
  const at = find();
  assert.ok(at);
  return at;
};

/** Long enough for the visitor's own hands to be at rest. */
const handsRest = (page: OnStage['page']): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
