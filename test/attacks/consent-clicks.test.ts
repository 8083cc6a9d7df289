import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { noModifiers } from '../../protocol/input.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { come } from '../widgets/visitor-snippet/come.ts';
import { type OnStage, watch } from '../widgets/visitor-snippet/on-stage.ts';
import { shopPage } from '../widgets/visitor-snippet/shop-page.ts';

/** A page that gets hold of the closed root, because its script runs before the snippet. */
const early = `
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    (window.roots ??= []).push(root);
    return root;
  };
`;

const pause = (page: Page, ms: number) =>
  page.evaluate((wait) => new Promise((done) => setTimeout(done, wait)), ms);

const grants = ({ stage }: OnStage) => stage.room.heard.filter(({ type }) => type === 'grant.changed');

test('a script of the page that presses the buttons presses nothing', async () => {
  const open = await come({ page: shopPage({ early }) });
  const { stage, page } = open;
  await watch(stage);
  stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await (await inClosedRoot(page)).waitFor('button', 'Allow control');
  await pause(page, 600);

  const pressed = await page.evaluate(() => {
    const roots = (window as unknown as { roots: ShadowRoot[] }).roots;
    const buttons = roots.flatMap((root) => [...root.querySelectorAll('button')]);
    for (const button of buttons) {
      button.click();
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        button.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
      }
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      button.dispatchEvent(new KeyboardEvent('keyup', { key: ' ', bubbles: true }));
    }
    return buttons.length;
  });
  await pause(page, 100);

  assert.ok(pressed > 5);
  assert.deepEqual(grants(open), []);
  assert.equal(stage.room.paused, false);
  assert.ok(!stage.room.heard.some(({ type }) => type === 'end.requested'));
});

test('a page whose scripts come after the snippet does not get the root at all', async () => {
  const open = await come({ page: shopPage({ late: early }) });
  const { stage, page } = open;
  await watch(stage);
  await (await inClosedRoot(page)).waitFor('button', 'Stop sharing');

  const reached = await page.evaluate(() => ({
    roots: (window as unknown as { roots?: unknown[] }).roots?.length ?? 0,
    open: document.querySelector('handrail-session')?.shadowRoot ?? null,
  }));

  assert.deepEqual(reached, { roots: 0, open: null });
});

/** A page that stays when its links are clicked, and remembers a click with Shift. */
const stays = `
  addEventListener('click', (event) => {
    if (event.target.closest('a')) event.preventDefault();
    if (event.shiftKey) window.clickedWithShift = true;
  });
`;

test('the agent’s control can’t click the banner, neither by its place nor by any node', async () => {
  const open = await come({ page: shopPage({ late: stays }) });
  const { stage, page } = open;
  const agent = await watch(stage);
  const banner = await inClosedRoot(page);
  stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.press('Allow control', async () => grants(open).length > 0);
  await pause(page, 1200);
  const place = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight - 40 }));

  const clickEverywhere = (modifiers: typeof noModifiers) => {
    for (let node = 1; node < 40; node += 1) {
      for (const at of [
        { node, dx: 1, dy: 1 },
        { node, dx: place.x, dy: place.y },
        { node, dx: place.x + 60, dy: place.y },
        { node, dx: place.x + 150, dy: place.y },
      ]) {
        const action = { type: 'click', at, count: 1, modifiers };
        agent.sendBody('input', new TextEncoder().encode(JSON.stringify({ page: agent.page, action })));
      }
    }
  };
  clickEverywhere(noModifiers);
  clickEverywhere({ ...noModifiers, shift: true });
  // One comes after the other: the first round is over.
  await page.waitForFunction(() => 'clickedWithShift' in window);
  await pause(page, 300);

  assert.equal(await page.evaluate(() => document.querySelector('#buy')?.textContent), 'Bought');
  assert.equal(stage.room.paused, false);
  assert.equal(grants(open).length, 1);
  assert.ok(!stage.room.heard.some(({ type }) => type === 'end.requested'));
});

test('a click in the moment in which a button appears does nothing', async () => {
  const open = await come();
  const { stage, page } = open;
  await watch(stage);
  await (await inClosedRoot(page)).waitFor('button', 'Pause sharing');
  await pause(page, 600);
  const { width = 0, height = 0 } = page.viewportSize() ?? {};

  // The visitor clicks fast about the place where the question comes.
  stage.room.fromAgent({ type: 'grant.requested', capability: 'control' });
  const until = performance.now() + 350;
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.click(width * 0.2 + ((step * 37) % 200), height - 60 - ((step * 13) % 120));
  }

  assert.deepEqual(grants(open), []);
});
