import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inClosedRoot } from '../../support/closed-root.ts';
import { openOurRoots } from './banner-states.ts';
import { comeWatched, say } from './come.ts';
import type { OnStage } from './on-stage.ts';

const idOf = (number: number): string => String(number).padEnd(22, 'A');

const offer = (on: OnStage, number: number, bytes: number, name = `bill ${number}.pdf`): void =>
  say(on, {
    type: 'file.offered',
    id: idOf(number),
    name,
    bytes,
    contentType: 'application/pdf',
    sha256: 'a'.repeat(64),
    way: 'sealed',
  });

/** All that is asked is gone with a pause; with what is seen after it there is another key. */
const pauseAndResume = async ({ page, stage: { room } }: OnStage, asked: string): Promise<void> => {
  const banner = await inClosedRoot(page);
  await banner.press('Pause sharing', async () => room.paused);
  await banner.waitForNo('StaticText', asked);
  const seen = room.bodies.length;
  await banner.press('Resume sharing', async () => !room.paused);
  await room.until('the page again', () => room.bodies.slice(seen).some(({ keyframe }) => keyframe));
};

test('what an agent offers or asks for is asked again after a pause, as often as it is said again', async () => {
  const on = await comeWatched();
  const banner = await inClosedRoot(on.page);
  const offered = 'Ada Agent would like to send you “bill 1.pdf” (5 kB). Take it?';
  offer(on, 1, 5_000);
  await banner.waitFor('StaticText', offered);
  await pauseAndResume(on, offered);

  offer(on, 1, 5_000);

  await banner.waitFor('StaticText', offered);
  await banner.press('Not now', async () => !(await banner.isThere('StaticText', offered)));
  const requested = { type: 'file.requested', id: idOf(2) };
  const asks = 'Ada Agent asks you for a file.';
  say(on, requested);
  await banner.waitFor('StaticText', asks);
  await pauseAndResume(on, asks);

  say(on, requested);

  await banner.waitFor('StaticText', asks);
});

test('however many files there are, the way to stop stays in sight', async () => {
  const on = await comeWatched({ first: openOurRoots });
  const { page } = on;

  // Empty ones are refused without a question, and each has its row.
  for (let number = 1; number <= 40; number += 1) offer(on, number, 0);

  await page.getByText('“bill 40.pdf”: the file is empty.').waitFor({ state: 'attached' });
  const stop = await page.getByRole('button', { name: 'Stop sharing' }).boundingBox();
  assert.ok(stop && stop.y >= 0 && stop.y + stop.height <= 600, JSON.stringify(stop));
});

test('the end of a long name, which says what a file is, is to be seen in a narrow window', async () => {
  const on = await comeWatched({ first: openOurRoots, context: { viewport: { width: 320, height: 640 } } });
  const question = on.page.locator('#title');
  offer(on, 1, 5, `${'a_name_without_a_break_'.repeat(4)}.pdf.exe`);
  await question.waitFor();

  const hidden = await question.evaluate((title) => title.scrollWidth - title.clientWidth);

  assert.ok(hidden <= 0, `${hidden} px of the name are cut off`);
});
