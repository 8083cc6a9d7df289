import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('Zendesk around the ticket', () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;
  let ada: AgentPerson;
  let sam: AgentPerson;
  let robin: CustomerPerson;

  const bar = (page: Page) => page.getByRole('button', { name: 'Handrail', exact: true });
  const pane = (page: Page): FrameLocator => page.frameLocator('iframe[title="Handrail in the top bar"]');
  const drawing = (page: Page) => bar(page).locator('use').getAttribute('href');
  /** Nothing for axe to find in a frame, in both color schemes, and nothing sideways. */
  const clean = async (page: Page, title: string) => {
    const frame = await (await page.waitForSelector(`iframe[title="${title}"]`)).contentFrame();
    assert.ok(frame);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(frame), []);
    }
    assert.ok((await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  };

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    ada = await openCase(context, demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('says in the top bar that nobody is live, and lists who is invited', async () => {
    await bar(ada.console).click();
    await pane(ada.console).getByText('Nobody is live').waitFor(within);
    await bar(ada.console).click();

    const { link } = await ada.startSession();
    await bar(ada.console).click();

    await pane(ada.console)
      .getByRole('button', { name: /Robin Fields #35436 Not opened yet/ })
      .waitFor(within);
    assert.equal(await drawing(ada.console), '#default');
    robin = await joinByLink(await browser.newContext(), demo, link);
  });

  it('tells the agent, wherever she is, that the customer has joined, and counts on the icon', async () => {
    await ada.console.getByRole('link', { name: 'New ticket' }).click();

    await ada.console
      .getByRole('status')
      .getByText('Robin Fields has joined your session on #35436.')
      .waitFor(within);
    assert.equal(await drawing(ada.console), '#live-1');
  });

  it('opens the ticket of a session from the top bar, and gets out of the way', async () => {
    await pane(ada.console)
      .getByRole('button', { name: /Robin Fields #35436 Live/ })
      .click(within);
    await ada.console.getByRole('heading', { name: 'Checkout refuses my delivery address' }).waitFor(within);

    assert.equal(await bar(ada.console).getAttribute('aria-expanded'), 'false');
    assert.ok(ada.console.url().endsWith('/35436'));
  });

  it('shows the team’s sessions with their names to a supervisor, and only hers on her icon', async () => {
    sam = await openCase(await browser.newContext(), demo, 'zendesk', 'sam');
    await sam.signIn();
    await bar(sam.console).click();

    await pane(sam.console)
      .getByRole('button', { name: /Robin Fields #35436 Live.*Ada Agent/ })
      .waitFor(within);
    await clean(sam.console, 'Handrail in the top bar');
    assert.equal(await drawing(sam.console), '#default');
  });

  it('says beside a new ticket when a session can start, and what there was with its requester', async () => {
    await ada.console.getByRole('link', { name: 'New ticket' }).click();
    const beside = ada.console.frameLocator('iframe[title="Handrail for a new ticket"]');
    await beside.getByText('Submit this one first').waitFor(within);
    assert.equal(await beside.getByRole('heading', { name: /Sessions with/ }).count(), 0);

    await ada.console.getByLabel('Requester').selectOption({ label: 'Robin Fields' });

    await beside.getByRole('heading', { name: 'Sessions with Robin Fields' }).waitFor(within);
    await beside.getByRole('button', { name: /#35436 Live/ }).waitFor(within);
  });

  it('has the button beside a ticket that was just written', async () => {
    await ada.console.getByLabel('Subject').fill('Called us about a voucher');
    await ada.console.getByLabel('Description').fill('Robin called.');
    await ada.console.getByRole('button', { name: 'Submit as new' }).click();

    await ada.console.waitForURL(/tickets\/\d+$/);
    // The page is a new one, and Zendesk says again who is there: nothing is to be pressed.
    const panel = ada.console.frameLocator('iframe[title="Handrail"]');
    await panel.getByRole('button', { name: 'Start session' }).waitFor(within);
  });

  it('lists a customer’s sessions beside their page, and opens their tickets', async () => {
    await ada.console.locator('header.ticket').getByRole('link', { name: 'Robin Fields' }).click();
    const beside = ada.console.frameLocator('iframe[title="Handrail for this customer"]');
    const live = beside.getByRole('button', { name: /#35436 Live/ });
    await live.waitFor(within);
    await clean(ada.console, 'Handrail for this customer');

    await live.click();

    await ada.console.getByRole('heading', { name: 'Checkout refuses my delivery address' }).waitFor(within);
  });

  it('puts the link as plain text into a reply of a messaging ticket', async () => {
    await ada.console.getByRole('link', { name: /The voucher field is gone/ }).click();
    const panel = ada.console.frameLocator('iframe[title="Handrail"]');
    await panel.getByRole('button', { name: 'Start session' }).click(within);
    const link = await panel.getByRole('textbox', { name: 'Session link' }).inputValue(within);

    await panel.getByRole('button', { name: 'Insert into reply' }).click();
    await panel.getByText('The link is in the reply.').waitFor(within);

    const reply = await ada.console.getByRole('textbox', { name: 'Reply' }).inputValue();
    assert.ok(reply.includes(`\n${link}\n`), reply);
    assert.ok(!reply.includes(']('), 'no Markdown');
  });

  it('takes the count away when the session is over', async () => {
    await robin.banner.press(
      'Stop sharing',
      async () => !(await robin.banner.isThere('button', 'Stop sharing')),
    );

    await ada.console.waitForFunction(
      () => document.querySelector('[data-app-button] use')?.getAttribute('href') === '#default',
      null,
      within,
    );
  });
});
