import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inClosedRoot } from '../../support/closed-root.ts';
import { comeWatched } from './come.ts';
import { type OnStage, wasSeen } from './on-stage.ts';

/** A visitor whose page an agent sees, and who loses the way to Handrail. */
const lose = async (): Promise<OnStage> => {
  const on = await comeWatched();
  await (await inClosedRoot(on.page)).waitFor('button', 'Stop sharing');
  on.stage.reachable(false);
  return on;
};

const stop = async ({ page }: OnStage): Promise<void> => {
  const banner = await inClosedRoot(page);
  await banner.press('Stop sharing', async () => !(await banner.isThere('button', 'Stop sharing')));
};

const forgets = ({ page }: OnStage): Promise<unknown> =>
  page.waitForFunction(() => localStorage.length === 0);

test('who stops without a network has stopped, and the server hears it when the network is back', async () => {
  const on = await lose();
  const { room } = on.stage;
  await on.page.context().setOffline(true);
  const before = room.frames.length;

  await stop(on);
  await on.page.fill('#shown', 'private');
  assert.deepEqual(room.withdrawals, []);
  on.stage.reachable(true);
  await on.page.context().setOffline(false);
  await room.until('the withdrawal', () => room.withdrawals.length > 0);
  await forgets(on);

  assert.deepEqual(room.withdrawals, [`Bearer ${on.stage.handover.credential}`]);
  assert.equal(room.frames.length, before);
});

test('who stops without a network and goes on to the next page has stopped there too', async () => {
  const on = await lose();
  const { room } = on.stage;
  await stop(on);

  await on.page.click('text=Next');
  await on.page.waitForURL('**/next');
  const banner = await inClosedRoot(on.page);
  const [before, joins] = [room.bodies.length, room.joins];
  on.stage.reachable(true);
  await room.until('the withdrawal', () => room.withdrawals.length > 0);
  await forgets(on);

  assert.equal(room.joins, joins);
  assert.equal(wasSeen(on.stage, 'Shop /next', before), false);
  assert.equal(await banner.isThere('region', 'Shared session'), false);
});

test('a stop is noted in the task of the press: a page that is left at once does not undo it', async () => {
  const on = await lose();
  const { room } = on.stage;
  // Whatever the snippet would still do after the press, the page is gone before. The first press counts: no button is young any more.
  await on.page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    addEventListener('click', () => location.assign('/next'), { capture: true });
  });
  const joins = room.joins;

  await stop(on).catch(() => null);
  await on.page.waitForURL('**/next');
  on.stage.reachable(true);
  await room.until('the withdrawal', () => room.withdrawals.length > 0);

  assert.equal(room.joins, joins);
});

test('who stops in one tab has stopped in all tabs of the site', async () => {
  const on = await comeWatched();
  const { stage, page } = on;
  const seen = stage.room.bodies.length;
  const second = await page.context().newPage();
  await second.goto(`${stage.site}/second`);
  await stage.room.until('the second tab', () => wasSeen(stage, 'Shop /second', seen));
  await (await inClosedRoot(page)).waitForNo('region', 'Shared session');

  await (await inClosedRoot(second)).press('Stop sharing', async () => stage.room.withdrawals.length > 0);
  await forgets(on);
  const joins = stage.room.joins;
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.reload({ waitUntil: 'networkidle' });

  assert.equal(stage.room.joins, joins);
  assert.equal(await (await inClosedRoot(page)).isThere('region', 'Shared session'), false);
});

test('a new session does not make the old one’s stop forgotten', async () => {
  const on = await lose();
  const { room, handrail } = on.stage;
  await stop(on);

  const address = await on.stage.leave('/again');
  await on.page.goto(`${handrail}/send`);
  on.stage.reachable(true);
  await on.page.evaluate((to) => {
    location.href = to;
  }, address);

  await room.until('the withdrawal', () => room.withdrawals.length > 0);
  await room.until('the new session', () => room.visitorConnected);
});
