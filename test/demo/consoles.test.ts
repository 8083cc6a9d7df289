import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { client } from './consenting-person.ts';
import { startStandInPanel } from './stand-in-panel.ts';

const link = 'http://handrail.localhost:8080/join/ses_x#key';

/** Says which case it hears about, and inserts when its button is pressed: by the app framework's SDK. */
const zendeskPanel = (address: URL): string => `
  <button>Insert</button>
  <script src="${address.searchParams.get('origin')}/zaf_sdk.min.js"></script>
  <script>
    const client = ZAFClient.init();
    const show = async () => { heard.textContent = 'case ' + (await client.get('ticket.id'))['ticket.id']; };
    client.on('app.registered', show);
    client.on('ticket.id.changed', show);
    document.querySelector('button').onclick = () =>
      client.invoke('ticket.editor.insert', '<a href="${link}">${link}</a><img src=x onerror="parent.hacked=1">');
  </script>`;

/** The same, by the messages of the component that frames it. */
const salesforcePanel = (): string => `
  <button>Insert</button>
  <script>
    const host = (message) => parent.postMessage(message, document.referrer.replace(/\\/$/, ''));
    addEventListener('message', ({ data }) => { heard.textContent = data.type === 'handrail.case' ? 'case ' + data.caseId : data.type; });
    host({ type: 'handrail.ready', version: 1 });
    document.querySelector('button').onclick = () =>
      host({ type: 'handrail.reply.insert', requestId: '1', text: '${link}', html: '${link}' });
  </script>`;

const consoles = [
  {
    name: 'zendesk',
    start: startZendesk,
    panel: zendeskPanel,
    first: '35436',
    second: { link: /Where do I change my phone number/, id: '35437' },
    width: 300,
  },
  {
    name: 'salesforce',
    start: startSalesforce,
    panel: salesforcePanel,
    first: '500000000000001AAA',
    second: { link: /Where do I change my phone number/, id: '500000000000002AAA' },
    width: 320,
  },
] as const;

for (const { first, name, panel, second, start, width } of consoles) {
  describe(`the console of the simulated ${name}`, () => {
    let browser: Browser;
    let standIn: Awaited<ReturnType<typeof startStandInPanel>>;
    let running: Running;
    let page: Page;
    let frame: FrameLocator;

    const heard = (text: string) => frame.locator('#heard', { hasText: text }).waitFor();
    const reply = () => page.getByRole('textbox', { name: 'Reply' });
    const conversation = () => page.getByRole('list', { name: 'Conversation' });

    before(async () => {
      standIn = await startStandInPanel(panel);
      running = await start({ port: 0, client, panelUrl: `${standIn.origin}/embed/acme-${name}` });
      browser = await launchBrowser();
      const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
      page = await context.newPage();
      frame = page.frameLocator('iframe[title="Handrail"]');
      await page.goto(`${running.origin}/login?user=ada`);
    });
    after(async () => {
      await browser?.close();
      await running?.stop();
      await standIn?.stop();
    });

    it('opens the first case with the panel beside it, which hears which case it is', async () => {
      await heard(`case ${first}`);
      const box = await page.locator('iframe[title="Handrail"]').boundingBox();

      assert.ok(page.url().includes(first));
      assert.equal(box?.width, width);
    });

    it('puts what the panel inserts into the reply, as text', async () => {
      await reply().fill('Hello Robin,');
      await frame.getByRole('button', { name: 'Insert' }).click();
      await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('/join/'));

      assert.equal(await reply().inputValue(), `Hello Robin,\n${link}\n`);
      assert.equal(await page.evaluate(() => 'hacked' in window), false);
    });

    it('shows a reply that was sent, with the link as a link', async () => {
      await page.getByRole('button', { name: 'Send' }).click();
      const sent = conversation().getByRole('link', { name: link });
      await sent.waitFor();

      assert.equal(await sent.getAttribute('href'), link);
      assert.equal(await reply().inputValue(), '');
    });

    it('shows a note that came from elsewhere, without a reload', async () => {
      const other = await page.context().newPage();
      await other.goto(page.url());
      await other.getByRole('radio', { name: /Internal/ }).check();
      await other.getByRole('textbox', { name: 'Reply' }).fill('Written in another tab');
      await other.getByRole('button', { name: 'Send' }).click();
      await page.bringToFront();

      await conversation().getByText('Written in another tab').waitFor();
    });

    it('tells the panel when another case is opened, and keeps its frame', async () => {
      const iframe = page.locator('iframe[title="Handrail"]');
      await iframe.evaluate((element) => Object.assign(element, { same: true }));
      await page.getByRole('link', { name: second.link }).click();
      await heard(`case ${second.id}`);

      assert.ok(page.url().includes(second.id));
      assert.ok(await iframe.evaluate((element) => 'same' in element));

      await page.goBack();
      await heard(`case ${first}`);
    });

    it('lets the column be widened with the keyboard', async () => {
      await page.getByRole('separator').focus();
      await page.keyboard.press('ArrowLeft');
      const box = await page.locator('iframe[title="Handrail"]').boundingBox();

      assert.equal(box?.width, width + 20);
    });

    it('hears nothing from a frame that isn’t the panel’s', async () => {
      const before = await reply().inputValue();
      await page.evaluate((text) => {
        // Messages are heard in the order in which they were sent.
        const allHeard = new Promise<void>((resolve) => {
          window.addEventListener('message', ({ data }) => {
            if (data === 'last') resolve();
          });
        });
        window.postMessage({ type: 'handrail.reply.insert', requestId: '1', text, html: text }, '*');
        window.postMessage(
          { type: 'zaf.invoke', appGuid: 'x', id: '1', path: 'ticket.editor.insert', args: [text] },
          '*',
        );
        window.postMessage('last', '*');
        return allHeard;
      }, 'forged');

      assert.equal(await reply().inputValue(), before);
    });

    for (const colorScheme of ['light', 'dark'] as const)
      for (const viewport of [
        { width: 1_440, height: 900 },
        { width: 390, height: 800 },
      ])
        it(`has nothing for axe to find: ${colorScheme}, ${viewport.width} px`, async () => {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize(viewport);

          assert.deepEqual(await axeFindings(page), []);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(sideways <= 0, `scrolls sideways by ${sideways} px`);
        });
  });
}
