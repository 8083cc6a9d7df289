import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openDatabase } from '../../server/database/open-database.ts';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { until } from '../support/until.ts';

const within = { timeout: 20_000 };
const keptWithin = { timeout: 60_000 };
const cardNumber = '4111111111111111';

describe('a recording that is played back', { timeout: 300_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;
  let sam: AgentPerson;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    context = await browser.newContext();
    // A supervisor: whoever may view recordings.
    sam = await openCase(context, demo, 'zendesk', 'sam');
    await sam.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const inDatabase = async <T>(
    act: (db: ReturnType<typeof openDatabase>['db']) => Promise<T>,
  ): Promise<T> => {
    const { db, close } = openDatabase({ databaseUrl: null, dataFolder: demo.dataFolder });
    try {
      return await act(db);
    } finally {
      await close();
    }
  };
  const viewings = () =>
    inDatabase((db) =>
      db.selectFrom('audit_entries').select('actor').where('action', '=', 'recording.viewed').execute(),
    );
  const rootsKept = () =>
    inDatabase(async (db) => (await db.selectFrom('recording_roots').select('generation').execute()).length);
  const playButtons = () => sam.panel().getByRole('button', { name: /^Play the recording of/ });
  const mirror = (page: Page) => page.frameLocator('iframe');

  /** An administrator decides it, in a browser of their own. */
  const sealToOwnKey = async (): Promise<void> => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const own = await browser.newContext();
    const ann = await openCase(own, demo, 'zendesk', 'ann');
    await ann.signIn();
    const opened = own.waitForEvent('page');
    await ann.panel().getByRole('button', { name: 'Open admin pages' }).click();
    const admin = await opened;
    await admin.getByRole('link', { name: 'Storage', exact: true }).click(within);
    await admin.getByLabel('Public key (P-256)').fill(point.toString('base64url'), within);
    await admin.getByRole('group', { name: 'Recordings' }).getByLabel('Sealed under').selectOption('tenant');
    await admin.getByRole('button', { name: 'Save storage' }).click();
    await admin.getByText('Saved. It holds from now on.').waitFor(within);
    await own.close();
  };

  /** The customer goes from the shop's first page to its checkout, and types a card number there. */
  const recordSession = async (): Promise<void> => {
    const rootsBefore = await rootsKept();
    const { link } = await sam.startSession();
    const live = await sam.openLiveView();
    const { page, banner } = await joinByLink(await browser.newContext(), demo, link);
    await live.getByRole('button', { name: 'Start recording', exact: true }).click(within);
    await banner.press('Allow recording', () => banner.isThere('button', 'Stop recording'));
    await live.getByRole('button', { name: 'Stop recording', exact: true }).waitFor(within);
    // What changes from here on is under the key whose roots the recording has.
    await until(async () => (await rootsKept()) > rootsBefore, 'the recording has its key');
    await page.locator('h1').evaluate((heading) => {
      heading.textContent = 'Recorded from here';
    });
    await mirror(live).getByRole('heading', { name: 'Recorded from here' }).waitFor(within);
    await page.goto(`${demo.shop}/checkout`);
    await (await inClosedRoot(page)).waitFor('button', 'Stop recording');
    await mirror(live).locator('#card').waitFor(within);
    await page.fill('#card', cardNumber);
    await until(
      async () => /^•+$/.test(await mirror(live).locator('#card').inputValue()),
      'what was typed has come',
    );
    await sam.endSession();
    await page.context().close();
    await live.close();
  };

  /** Presses *Play* on the newest. */
  const openPlayer = async (count: number): Promise<Page> => {
    await sam.console.bringToFront();
    await playButtons()
      .nth(count - 1)
      .waitFor(keptWithin);
    const opened = context.waitForEvent('page');
    await playButtons().first().click();
    return opened;
  };

  /** Whole, from its first page to its last, with what was masked masked. */
  const seesAllOf = async (player: Page): Promise<void> => {
    await mirror(player).getByRole('heading').first().waitFor(within);
    assert.equal(await mirror(player).locator('#card').count(), 0);

    await player.keyboard.press('End');

    await mirror(player).locator('#card').waitFor(within);
    assert.match(await mirror(player).locator('#card').inputValue(), /^•+$/);
    await player.keyboard.press('Home');
    await mirror(player)
      .locator('#card')
      .waitFor({ state: 'detached', ...within });
  };

  it('is listed beside the case after the session, shows all that happened, and notes who looked', async () => {
    await recordSession();

    const player = await openPlayer(1);

    await player.getByRole('heading', { name: /^Recording of case/ }).waitFor(within);
    await seesAllOf(player);
    await player
      .getByRole('complementary')
      .getByRole('button', { name: /Checkout/ })
      .waitFor(within);
    assert.deepEqual(await axeFindings(player), []);
    assert.equal((await viewings()).length, 1);
    await player.close();
  });

  it('asks for the key that the company alone has, where recordings are sealed to that', async () => {
    await sealToOwnKey();
    await recordSession();

    const player = await openPlayer(2);
    await player.getByRole('heading', { name: 'Your company’s key is needed' }).waitFor(within);
    await player
      .getByLabel('Or paste it')
      .fill(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    await player.getByRole('button', { name: 'Open recording' }).click();

    await seesAllOf(player);
    assert.equal((await viewings()).length, 2);
  });
});
