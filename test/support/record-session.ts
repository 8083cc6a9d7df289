import type { Page } from 'playwright-core';
import { inClosedRoot } from './closed-root.ts';
import { joinByLink } from './customer-person.ts';
import type { Demo } from './demo.ts';
import type { RecordingHouse, Supervisor } from './recording-house.ts';
import { until } from './until.ts';

const within = { timeout: 40_000 };
/** Typed into a field that is masked. */
const cardNumber = '4111111111111111';

export const mirrorOf = (page: Page) => page.frameLocator('iframe');

interface Recorded extends Pick<RecordingHouse, 'browser' | 'rootsKept'> {
  readonly demo: Demo;
}

interface Recording {
  readonly by: Supervisor;
  /** Happens once the session has started, before anybody is in it. */
  readonly onStarted?: () => Promise<void>;
  /** Happens when it is over, with the live view still there. */
  readonly onOver?: (live: Page) => Promise<void>;
}

/**
 * A session on the shop, recorded as the customer allows it, from its first page to its checkout, where a card number is typed; over. The agent has seen all of it.
 */
export const recordSession = async (
  { demo, browser, rootsKept }: Recorded,
  { by: { person }, onStarted, onOver }: Recording,
): Promise<void> => {
  const before = await rootsKept();
  const { link } = await person.startSession();
  await onStarted?.();
  const live = await person.openLiveView();
  const { page, banner } = await joinByLink(await browser.newContext(), demo, link);
  await live.getByRole('button', { name: 'Start recording', exact: true }).click(within);
  await banner.press('Allow recording', () => banner.isThere('button', 'Stop recording'));
  await live.getByRole('button', { name: 'Stop recording', exact: true }).waitFor(within);
  // What changes from here on is under the key whose roots the recording has.
  await until(async () => (await rootsKept()) > before, 'the recording has its key');
  await page.locator('h1').evaluate((heading) => {
    heading.textContent = 'Recorded from here';
  });
  await mirrorOf(live).getByRole('heading', { name: 'Recorded from here' }).waitFor(within);
  await page.goto(`${demo.shop}/checkout`);
  await (await inClosedRoot(page)).waitFor('button', 'Stop recording');
  await mirrorOf(live).locator('#card').waitFor(within);
  await page.fill('#card', cardNumber);
  await until(
    async () => /^•+$/.test(await mirrorOf(live).locator('#card').inputValue()),
    'what was typed has come',
  );
  await person.endSession();
  await page.context().close();
  await onOver?.(live);
  await live.close();
};
