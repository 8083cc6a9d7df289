import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerNetwork, openCustomerNetwork } from '../support/customer-network.ts';
import type { CustomerPerson } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { until } from '../support/until.ts';
import { watchSession } from '../support/watched-session.ts';

const within = { timeout: 40_000 };
/** Takes seconds at the pace that the relay allows: time to break the connection in the middle. */
const bytes = 48 * 1024 ** 2;

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('files go both ways, whole, though the connection breaks in the middle', {
  timeout: 240_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-files-'));
  const [manual, photo] = [join(folder, 'manual.bin'), join(folder, 'photo of the tent.bin')];
  let demo: Demo;
  let browser: Browser;
  let network: CustomerNetwork;
  let agentSide: BrowserContext;
  let customerSide: BrowserContext;
  let live: Page;
  let customer: CustomerPerson;

  before(async () => {
    for (const path of [manual, photo]) writeFileSync(path, randomBytes(bytes));
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    network = await openCustomerNetwork(demo.handrail);
    agentSide = await browser.newContext();
    customerSide = await network.browser.newContext();
    ({ live, customer } = await watchSession(agentSide, customerSide, demo));
  });
  after(async () => {
    await Promise.all([browser?.close(), network?.browser.close()]);
    await demo?.stop();
    rmSync(folder, { recursive: true });
  });

  const card = (name: string) =>
    live.getByRole('list', { name: 'Files' }).getByRole('listitem').filter({ hasText: name });
  /** How far it is stands beside a bar, and not in what is read out by itself. */
  const moves = async (name: string) => {
    await card(name)
      .getByText(/^[1-9]\d*%$/)
      .waitFor(within);
    const bar = card(name).getByRole('progressbar', { name: `Progress of ${name}` });
    assert.ok((await bar.evaluate((one: HTMLProgressElement) => one.value)) > 0);
    assert.equal(await card(name).getByRole('status').textContent(), 'On its way');
  };
  const fullHash = async (name: string, which: 'Sent:' | 'Received:') => {
    const line = card(name).locator('p').filter({ hasText: which }).locator('code');
    return line.textContent(within);
  };
  const kept = async (download: Download): Promise<string> => sha256(await download.path());

  it('from the agent: offered with name and size, taken by the customer, gone on with after a break, the same at the end', async () => {
    await live.locator('handrail-files input[type=file]').setInputFiles(manual);
    await customer.banner.press('Accept', () => customer.banner.isThere('button', 'Cancel'));
    await moves('manual.bin');

    await network.lose(customerSide);
    await card('manual.bin')
      .getByText(/Waiting for the connection|paused/)
      .waitFor(within);
    await network.bringBack(customerSide);

    await card('manual.bin').getByText('The customer has it.').waitFor(within);
    const downloads: Download[] = [];
    customer.page.on('download', (download) => downloads.push(download));
    // A button that has just appeared rests: a press on it then does nothing.
    await customer.banner.press('Save', async () => downloads.length > 0);
    const [download] = downloads;
    assert.ok(download);
    assert.equal(download.suggestedFilename(), 'manual.bin');
    assert.deepEqual(
      [
        await kept(download),
        await fullHash('manual.bin', 'Sent:'),
        await fullHash('manual.bin', 'Received:'),
      ],
      [sha256(manual), sha256(manual), sha256(manual)],
    );
  });

  it('from the customer: asked for, chosen by them, gone on with after a break, the same at the end', async () => {
    await live.getByRole('button', { name: 'Ask for a file' }).click();
    const chooses = customer.page.waitForEvent('filechooser', within);
    await customer.banner.press(
      'Choose a file…',
      async () => !(await customer.banner.isThere('button', 'Choose a file…')),
    );
    await (await chooses).setFiles(photo);
    await moves('photo of the tent.bin');

    await agentSide.setOffline(true);
    await card('photo')
      .getByText(/Waiting for the connection/)
      .waitFor(within);
    await agentSide.setOffline(false);

    await card('photo').getByText('Received. Save it to keep it.').waitFor(within);
    const downloaded = live.waitForEvent('download', within);
    await live.getByRole('button', { name: 'Save: photo of the tent.bin' }).click();
    assert.equal(await kept(await downloaded), sha256(photo));
    assert.equal(await fullHash('photo', 'Received:'), sha256(photo));
    assert.deepEqual(await axeFindings(live), []);
  });

  it('leaves whoever puts them away by keyboard at what is left', async () => {
    const focused = (where: Locator, what: string) =>
      until(() => where.evaluate((one) => one.matches(':focus, :focus-within')), `the focus is on ${what}`);

    await live.getByRole('button', { name: 'Dismiss: manual.bin' }).press('Enter');
    await focused(card('photo'), 'the next card');
    await live.getByRole('button', { name: 'Dismiss: photo of the tent.bin' }).press('Enter');

    await focused(live.getByRole('button', { name: 'Ask for a file' }), 'the button before it');
  });
});
