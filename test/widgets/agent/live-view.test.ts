import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page, Route } from 'playwright-core';
import { type AgentPerson, openCase } from '../../support/agent-person.ts';
import { axeFindings } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openCustomerNetwork } from '../../support/customer-network.ts';
import { type CustomerPerson, joinByLink } from '../../support/customer-person.ts';
import { type Demo, startDemo } from '../../support/demo.ts';

const mirrorOf = (live: Page): FrameLocator => live.frameLocator(`iframe[title="Customer's page"]`);

const wide = { width: 1280, height: 800 };

describe('the live view', { timeout: 300_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let agentSide: BrowserContext;
  let customerSide: BrowserContext;
  let ada: AgentPerson;
  let live: Page;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    agentSide = await browser.newContext({ viewport: wide });
    agentSide.setDefaultTimeout(15_000);
    ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    customerSide = await browser.newContext({ viewport: wide });
    customerSide.setDefaultTimeout(15_000);
  });
  afterEach(async () => {
    await customerSide.close();
    for (const page of agentSide.pages()) {
      if (page === ada.console) continue;
      // Pages share a window: one that was made small lets no click through to what lies beyond its edge in the others.
      await page.setViewportSize(wide);
      await page.close();
    }
    await agentSide.setOffline(false);
    // A page behind another one gets no clicks in its frames.
    await ada.console.bringToFront();
    const start = ada.panel().getByRole('button', { name: 'Start session' });
    const end = ada.panel().getByRole('button', { name: /^(End session|Cancel link)$/ });
    // Which of the two it is may change at this very moment.
    const deadline = performance.now() + 15_000;
    while (!(await start.isVisible()) && performance.now() < deadline) {
      await end
        .evaluate((button: HTMLElement) => button.click(), undefined, { timeout: 2_000 })
        .catch(() => null);
    }
  });

  const controlZendesk = async (asked: object): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${new URL(demo.zendesk).port}/__control`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    assert.equal(answer.status, 204);
  };
  const said = async (text: RegExp): Promise<void> => {
    const status = live.getByRole('status').filter({ hasText: text });
    await status
      .first()
      .waitFor()
      .catch(async (cause: unknown) => {
        const instead = await live.locator('body').ariaSnapshot();
        throw new Error(`The live view says:\n${instead}\n\nThe demo said:\n${demo.output()}`, { cause });
      });
  };
  const button = (name: string) => live.getByRole('button', { name, exact: true });

  const begin = async (side = customerSide): Promise<CustomerPerson> => {
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    await said(/Waiting for the customer to join/);
    const customer = await joinByLink(side, demo, link);
    await said(/You see the customer’s page/);
    return customer;
  };

  /** The customer types the code and allows viewing; both have the words then. */
  const beginByCode = async (): Promise<Page> => {
    const { code } = await ada.startSession();
    live = await ada.openLiveView();
    const page = await customerSide.newPage();
    await page.goto(`${demo.handrail}/code`);
    await page.getByRole('textbox', { name: 'Session code' }).fill(code);
    await page.getByRole('button', { name: 'Continue' }).click();
    // The button is dead for its first half second: Playwright waits while it is disabled.
    await page.getByRole('button', { name: 'Allow viewing' }).click();
    await live.getByRole('group', { name: 'Words to compare' }).waitFor();
    return page;
  };

  it('says that it waits, and shows the page when the customer has come', async () => {
    await begin();

    await mirrorOf(live).getByRole('heading').first().waitFor();
    assert.deepEqual(await axeFindings(live), []);
    assert.equal(await live.evaluate(() => location.hash), '');
  });

  it('has all its tools in one row from 1100 pixels on, and what each is called', async () => {
    await begin();
    await button('Ask for a file').waitFor();
    const names = ['Point', 'Draw', 'Clear drawings', 'Actual size', 'Request control', 'Start recording'];
    const more = ['Take screenshot', 'Send file', 'Ask for a file', 'End session'];

    for (const width of [1100, 1280, 1920]) {
      await live.setViewportSize({ width, height: 800 });
      const boxes = await Promise.all([...names, ...more].map((name) => button(name).boundingBox()));
      assert.equal(new Set(boxes.map((box) => box && Math.round(box.y))).size, 1, `at ${width}`);
    }
  });

  it('says beside the page that the CRM is asked, that it did not answer, and who the customer is once it does', async () => {
    const held = Promise.withResolvers<Route>();
    await agentSide.route('**/api/sessions/*/requester', held.resolve, { times: 1 });
    await begin();
    const beside = live.getByRole('complementary', { name: 'Customer' });
    await beside.getByText('Asking the CRM…').waitFor();
    assert.deepEqual(await axeFindings(live), []);

    await controlZendesk({ fault: { path: '/api/v2/tickets/', method: 'GET', status: 503, times: 50 } });
    await (await held.promise).continue();
    await beside.getByText('The CRM didn’t say who the customer is.').waitFor();
    assert.deepEqual(await axeFindings(live), []);

    await controlZendesk({ clearFaults: true });
    await beside.getByRole('button', { name: 'Ask again' }).click();
    await beside.getByText('Robin Fields').waitFor();
    assert.equal(await beside.getByRole('button', { name: 'Ask again' }).count(), 0);
  });

  it('says that the customer chose not now, and in the panel too, until they look again', async () => {
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    await said(/Waiting for the customer to join/);
    const customer = await customerSide.newPage();
    await customer.goto(link);
    await said(/The customer decides/);

    await customer.getByRole('button', { name: 'Not now' }).click();

    await said(/The customer chose not now. The link still works./);
    const inPanel = ada.panel().getByRole('status', { name: 'Session status' });
    await inPanel.filter({ hasText: 'The customer chose not now. The link still works.' }).waitFor();
    assert.deepEqual(await axeFindings(live), []);
    await customer.getByRole('button', { name: 'Back to the invitation' }).click();
    await said(/The customer decides/);
    await customer.getByRole('button', { name: 'Allow viewing' }).click();
    await said(/You see the customer’s page/);
  });

  it('draws what both do: the agent’s stroke and the customer’s pointer', async () => {
    const customer = await begin();
    await button('Draw').click();
    const box = await live.locator('iframe').boundingBox();
    assert.ok(box);
    await live.mouse.move(box.x + 100, box.y + 100);
    await live.mouse.down();
    await live.mouse.move(box.x + 200, box.y + 160, { steps: 6 });
    await live.mouse.up();
    await customer.page.mouse.move(300, 300, { steps: 3 });

    await live.locator('polyline.stroke.agent').waitFor({ state: 'attached' });
    await live.locator('path.pointer').waitFor({ state: 'attached' });
    await button('Clear drawings').click();
    await live.locator('polyline').waitFor({ state: 'detached' });
  });

  it('steers with the keyboard only while the customer allows it, and F6 leads out', async () => {
    const customer = await begin();
    await button('Request control').click();
    await said(/You have asked for control/);
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );
    await said(/You have control/);

    const keyboard = live.getByRole('textbox', { name: 'Keyboard for the customer’s page' });
    await live.waitForFunction(() => {
      const overlay = document
        .querySelector('handrail-live-view')
        ?.shadowRoot?.querySelector('handrail-overlay');
      return overlay?.shadowRoot?.activeElement?.localName === 'textarea';
    });
    assert.deepEqual(await axeFindings(live), []);
    await live.keyboard.press('F6');
    await live.waitForFunction(
      () => document.querySelector('handrail-live-view')?.shadowRoot?.activeElement?.localName === 'button',
    );
    await button('Release control').click();
    await button('Request control').waitFor();
    assert.ok(await keyboard.isDisabled());
  });

  it('hides the page at once while the customer pauses', async () => {
    const customer = await begin();
    await customer.banner.press('Pause sharing', () => customer.banner.isThere('button', 'Resume sharing'));

    await said(/paused sharing/);
    assert.ok(!(await live.locator('iframe').isVisible()));
    await customer.banner.press('Resume sharing', () => customer.banner.isThere('button', 'Pause sharing'));
    await live.locator('iframe').waitFor();
  });

  it('says that the customer is away, and goes on when they are back', async (t) => {
    const network = await openCustomerNetwork(demo.handrail);
    t.after(() => network.browser.close());
    const side = await network.browser.newContext({ viewport: wide });
    const customer = await begin(side);
    await network.lose(side);
    await said(/The customer is away/);

    await network.bringBack(side);
    await customer.banner.waitFor('button', 'Stop sharing');
    await said(/You see the customer’s page/);
  });

  it('says that the network is lost, and goes on when it is back', async () => {
    await begin();
    await agentSide.setOffline(true);
    await said(/The connection is lost/);

    await agentSide.setOffline(false);
    await said(/You see the customer’s page/);
  });

  it('gives way to a second window of the same agent', async () => {
    await begin();
    const first = live;
    live = await ada.openLiveView();

    await first.getByRole('heading', { name: 'This live view is closed' }).waitFor();
    await said(/You see the customer’s page/);
  });

  it('opens once for each code, and never without one', async () => {
    await ada.startSession();
    live = await ada.openLiveView();
    await said(/Waiting for the customer/);
    const address = live.url();

    const stranger = await agentSide.newPage();
    await stranger.goto(address);
    await stranger.getByRole('heading', { name: 'Open the live view from the panel' }).waitFor();
    await stranger.goto('about:blank');
    await stranger.goto(`${address}#${'A'.repeat(43)}.${'A'.repeat(43)}`);
    await stranger.getByRole('heading', { name: 'The live view could not be opened' }).waitFor();
    assert.deepEqual(await axeFindings(stranger), []);
  });

  it('shows the same words to both before anything is seen, and the page after both said that they match', async () => {
    const page = await beginByCode();
    const wordsOf = (where: Page) =>
      where.getByRole('group', { name: 'Words to compare' }).getByRole('listitem').allInnerTexts();
    const words = await wordsOf(live);

    assert.equal(words.length, 3);
    assert.deepEqual(await wordsOf(page), words);
    assert.ok(!(await live.locator('iframe').isVisible()));
    assert.deepEqual(await axeFindings(live), []);
    await button('Words match').click();
    await page.getByRole('button', { name: 'Words match' }).click();
    await page.waitForURL((url) => url.origin === demo.shop);
    await said(/You see the customer’s page/);

    await live.reload();
    await said(/You see the customer’s page/);
  });

  it('ends when the agent says that the words differ', async () => {
    await beginByCode();
    await button('Words differ').click();

    await live.getByText('The session ended because the words to compare were different.').waitFor();
  });

  it('keeps to a narrow window with three files in it', async () => {
    await begin();
    const files = ['a.txt', 'a file with a very long name, as people have them.txt', 'c.txt'].map((name) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(name),
    }));
    await live.locator('handrail-files input[type=file]').setInputFiles(files);
    await live.getByRole('list', { name: 'Files' }).getByRole('listitem').nth(2).waitFor();

    await live.setViewportSize({ width: 340, height: 700 });

    assert.deepEqual(await axeFindings(live), []);
    assert.ok(await live.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });

  it('says that it is over, and that the customer knows', async () => {
    const customer = await begin();
    await button('End session').click();

    await live.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await live.getByText('The customer was told that you can’t see anything now.').waitFor();
    assert.equal(await live.locator('iframe').count(), 0);
    assert.deepEqual(await axeFindings(live), []);
    await customer.banner.waitForNo('button', 'Stop sharing');
    await live.reload();
    await live.getByRole('heading', { name: 'Open the live view from the panel' }).waitFor();
  });

  it('asks how it went when it is over, and tells that it is on the case', async () => {
    await begin();
    await button('End session').click();

    await live.getByRole('group', { name: 'How did it go?' }).waitFor();
    assert.deepEqual(await axeFindings(live), []);
    await live.getByRole('radio', { name: 'Solved', exact: true }).check();
    await button('Save').click();

    await said(/Outcome: Solved/);
    await said(/A note about it is on the case/);
    await live.getByRole('group', { name: 'How did it go?' }).waitFor({ state: 'detached' });
  });

  it('asks how it went though the server failed for a moment', async () => {
    const failed = Promise.withResolvers<void>();
    await agentSide.route(
      '**/api/sessions/*/write-back',
      async (route) => {
        await route.fulfill({
          status: 500,
          json: { type: 'about:blank', title: 'Something broke', status: 500, code: 'internal' },
        });
        failed.resolve();
      },
      { times: 1 },
    );
    await begin();
    await button('End session').click();

    await failed.promise;
    await live.getByRole('group', { name: 'How did it go?' }).waitFor();
  });

  it('needs no scrolling sideways at 320 px', async () => {
    await begin();
    await live.setViewportSize({ width: 320, height: 640 });

    const wide = await live.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${wide} px`);
    assert.deepEqual(await axeFindings(live), []);
  });
});
