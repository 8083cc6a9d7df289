import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openDatabase } from '../../server/database/open-database.ts';
import { openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { until } from '../support/until.ts';

const within = { timeout: 20_000 };

describe('a session that is recorded because the customer said yes', { timeout: 240_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let database: ReturnType<typeof openDatabase>;
  let live: Page;
  let customer: CustomerPerson;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    database = openDatabase({ databaseUrl: null, dataFolder: demo.dataFolder });
    const ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    customer = await joinByLink(await browser.newContext(), demo, link);
    await live.getByRole('status').filter({ hasText: 'You see the customer’s page' }).waitFor(within);
  });
  after(async () => {
    await browser?.close();
    await database?.close();
    await demo?.stop();
  });

  const button = (name: string) => live.getByRole('button', { name, exact: true });
  const said = (text: string) => live.getByRole('status').filter({ hasText: text }).first().waitFor(within);
  /** The generations whose roots were sealed for the recording. */
  const keyed = async (): Promise<readonly number[]> => {
    const rows = await database.db.selectFrom('recording_roots').select('generation').execute();
    return rows.map(({ generation }) => generation);
  };
  const kept = () =>
    database.db.selectFrom('artifacts').select('id').where('kind', '=', 'recording').execute();

  it('asks the customer, and says on both sides that it goes on', async () => {
    await button('Start recording').click(within);
    await said('You have asked to record. The customer decides.');
    assert.deepEqual(await keyed(), []);

    await customer.banner.press('Allow recording', () => customer.banner.isThere('button', 'Stop recording'));

    await customer.banner.waitFor('StaticText', 'Recording');
    await button('Stop recording').waitFor(within);
    await live.getByRole('timer').waitFor(within);
    assert.equal((await keyed()).length, 1);
    assert.deepEqual(await axeFindings(live), []);
  });

  it('goes on over the next page and a reload, each under a key of its own', async () => {
    for (const go of [() => customer.page.goto(`${demo.shop}/?next`), () => customer.page.reload()]) {
      const before = await keyed();
      await go();
      const banner = await inClosedRoot(customer.page);
      await banner.waitFor('button', 'Stop recording');
      await banner.waitFor('StaticText', 'Ada Agent can see this page.');
      await until(async () => (await keyed()).length > before.length, 'the new key to be sealed');
      await live.getByRole('timer').waitFor(within);
    }
  });

  it('ends when the customer stops it, and the session goes on unrecorded', async () => {
    const banner = await inClosedRoot(customer.page);

    await banner.press('Stop recording', async () => !(await banner.isThere('button', 'Stop recording')));

    await button('Start recording').waitFor(within);
    const ended = await keyed();
    await customer.page.reload();
    const after = await inClosedRoot(customer.page);
    await after.waitFor('StaticText', 'Ada Agent can see this page.');
    assert.equal(await after.isThere('button', 'Stop recording'), false);
    assert.deepEqual(await keyed(), ended);
    await until(async () => (await kept()).length === 1, 'the recording to be kept');
  });
});
