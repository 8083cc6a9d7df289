import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Download, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { CustomerPerson } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { eicar, type FakeClamd, startFakeClamd } from '../support/fake-clamd.ts';
import { until } from '../support/until.ts';
import { startWatchedSession } from '../support/watched-session.ts';

const within = { timeout: 40_000 };
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('files that are scanned go over the server, and nothing of them stays there', {
  timeout: 240_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-files-'));
  const [manual, letter] = [join(folder, 'manual.bin'), join(folder, 'letter.txt')];
  let clamd: FakeClamd;
  let demo: Demo;
  let browser: Browser;
  let customerSide: BrowserContext;
  let live: Page;
  let customer: CustomerPerson;

  before(async () => {
    writeFileSync(manual, randomBytes(5 * 1024 ** 2 + 3));
    writeFileSync(letter, eicar);
    clamd = await startFakeClamd();
    [demo, browser] = await Promise.all([startDemo({ HANDRAIL_CLAMD: clamd.address }), launchBrowser()]);
    ({ customerSide, live, customer } = await startWatchedSession(browser, demo));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    rmSync(folder, { recursive: true });
  });

  const card = (name: string) =>
    live.getByRole('list', { name: 'Files' }).getByRole('listitem').filter({ hasText: name });
  const nothingIsLeft = () =>
    until(async () => {
      const uploads = join(demo.dataFolder, 'uploads');
      return !existsSync(uploads) || readdirSync(uploads).length === 0;
    }, 'nothing is left on the server');

  it('from the agent: taken by the customer, scanned, and gone on with after the connection has broken', async () => {
    let broken = 0;
    await customerSide.route(/\/transfers\/[^/]+\/content$/, (route) => {
      broken += 1;
      return broken === 3 ? route.abort('connectionreset') : route.continue();
    });
    await live.locator('handrail-files input[type=file]').setInputFiles(manual);
    await customer.banner.press('Accept', () => customer.banner.isThere('button', 'Cancel'));

    await card('manual.bin').getByText('The customer has it.').waitFor(within);
    const downloads: Download[] = [];
    customer.page.on('download', (download) => downloads.push(download));
    // A button that has just appeared rests: a press on it then does nothing.
    await customer.banner.press('Save', async () => downloads.length > 0);
    const [download] = downloads;
    assert.ok(download);

    assert.equal(sha256(await download.path()), sha256(manual));
    assert.ok(broken > 3, `${broken} pieces were fetched over HTTP`);
    assert.deepEqual(
      clamd.scanned.map((content) => content.equals(readFileSync(manual))),
      [true],
    );
    await nothingIsLeft();
  });

  it('from the customer: malware is found, and both are told', async () => {
    await live.getByRole('button', { name: 'Ask for a file' }).click();
    const chooses = customer.page.waitForEvent('filechooser', within);
    await customer.banner.press(
      'Choose a file…',
      async () => !(await customer.banner.isThere('button', 'Choose a file…')),
    );
    await (await chooses).setFiles(letter);
    const accept = card('letter.txt').getByRole('button', { name: /^Accept/ });
    await Promise.race([
      accept.click(within),
      card('letter.txt')
        .getByText(/Malware/)
        .waitFor(within),
    ]);

    await card('letter.txt').getByText('Malware was found in it. It was thrown away.').waitFor(within);

    await nothingIsLeft();
  });
});
