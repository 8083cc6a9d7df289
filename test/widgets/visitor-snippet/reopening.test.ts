import assert from 'node:assert/strict';
import { test } from 'node:test';
import { englishTexts as texts } from '../../../widgets/visitor/texts-english.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { openOurRoots } from './banner-states.ts';
import { come } from './come.ts';
import { type OnStage, wasSeen, watch } from './on-stage.ts';

const agent = 'Ada Agent';

/** It was over by mistake, and the visitor's browser waits for whoever wants to go on. */
const overByMistake = async (by: 'agent' | 'visitor'): Promise<OnStage> => {
  const open = await come({ first: openOurRoots });
  const { page, stage } = open;
  const { room } = stage;
  await watch(stage);
  room.mayReopen = true;
  const banner = await inClosedRoot(page);
  await banner.waitFor('button', texts.stop);
  if (by === 'agent') room.end('agent');
  else await banner.press(texts.stop, async () => !(await banner.isThere('button', texts.stop)));
  await room.until('the visitor waits', () => room.visitorWaits);
  return open;
};

const heard = ({ stage }: OnStage, type: string): boolean =>
  stage.room.heard.some((message) => message.type === type);

/** Whatever happens on the page now must stay there: what would have left has left once a second look is taken. */
const changePage = async ({ page }: OnStage): Promise<void> => {
  await page.fill('#shown', 'between');
  await page.evaluate(() => {
    document.body.append('between');
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
};

test('who stopped by mistake asks to go on, and is seen again when the agent says yes: and not before', async () => {
  const on = await overByMistake('visitor');
  const { room, psk } = on.stage;
  const banner = await inClosedRoot(on.page);
  const [frames, bodies, joins] = [room.frames.length, room.bodies.length, room.joins];
  assert.equal(await on.page.evaluate(() => localStorage.length), 0);

  await banner.press(texts.goOn, async () => heard(on, 'reopening.requested'));
  await on.page.getByText(texts.waiting(agent), { exact: true }).waitFor();
  await changePage(on);
  assert.deepEqual([room.frames.length, room.joins], [frames, joins]);
  room.reopen();
  await room.until('the visitor comes again', () => room.visitorConnected);
  await room.agentJoins(psk);

  await room.until('the page', () => wasSeen(on.stage, 'between', bodies));
  await on.page.getByText(texts.watched(agent), { exact: true }).waitFor();
  await on.page.reload();
  await room.until('the visitor goes on after a reload', () => room.joins === joins + 2);
});

test('whose agent asks to go on allows it anew, and control is not part of that', async () => {
  const on = await overByMistake('agent');
  const { room, psk } = on.stage;
  const banner = await inClosedRoot(on.page);
  const bodies = room.bodies.length;
  room.toWaiting({ type: 'reopening.requested', from: 2 });
  await banner.waitFor('button', texts.allowView);
  assert.equal(await banner.isThere('button', texts.goOn), false);
  await on.page.getByText(texts.askView(agent), { exact: true }).waitFor();

  await banner.press(texts.allowView, async () => heard(on, 'reopening.requested'));
  // A server that gives more than the visitor gave.
  room.reopen();
  room.grants.push({ capability: 'control', to: 'agents', until: null });
  await room.until('the visitor comes again', () => room.visitorConnected);
  await room.agentJoins(psk);
  await room.until('the page', () => room.bodies.slice(bodies).some(({ keyframe }) => keyframe));

  await room.until(
    'control is taken back',
    () => !room.grants.some(({ capability }) => capability === 'control'),
  );
  assert.equal(await banner.isThere('button', texts.takeBack), false);
});

test('who says “Not now” is not seen, and not asked again', async () => {
  const on = await overByMistake('agent');
  const { room } = on.stage;
  const banner = await inClosedRoot(on.page);
  const frames = room.frames.length;
  room.toWaiting({ type: 'reopening.requested', from: 2 });
  await banner.waitFor('button', texts.notNow);

  await banner.press(texts.notNow, async () => heard(on, 'reopening.refused'));
  await room.until('the connection is gone', () => !room.visitorWaits);
  await changePage(on);

  await on.page.getByText(texts.ended(agent), { exact: true }).waitFor();
  assert.equal(await banner.isThere('button', texts.goOn), false);
  assert.equal(room.frames.length, frames);
});

test('a server that says “it goes on” where nobody pressed is not believed', async () => {
  const on = await overByMistake('agent');
  const { room } = on.stage;
  const [frames, joins] = [room.frames.length, room.joins];

  room.reopen();
  await room.until('the connection is gone', () => !room.visitorWaits);
  await changePage(on);
  await on.page.evaluate(() => window.dispatchEvent(new Event('focus')));

  await on.page.getByText(texts.ended(agent), { exact: true }).waitFor();
  assert.deepEqual([room.frames.length, room.joins], [frames, joins]);
  assert.equal(await on.page.evaluate(() => localStorage.length), 0);
});

test('whoever closes the banner, or goes to the next page, has left it at that', async () => {
  const on = await overByMistake('visitor');
  const { room } = on.stage;
  const joins = room.joins;
  const banner = await inClosedRoot(on.page);

  await banner.press(texts.close, async () => heard(on, 'reopening.refused'));
  await room.until('the connection is gone', () => !room.visitorWaits);
  await on.page.reload({ waitUntil: 'networkidle' });

  assert.deepEqual([room.joins, room.visitorWaits], [joins, false]);
  assert.equal(await on.page.evaluate(() => localStorage.length), 0);
});
