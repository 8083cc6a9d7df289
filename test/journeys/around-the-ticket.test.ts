import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { until } from '../support/until.ts';

const within = { timeout: 20_000 };

describe('Zendesk around the ticket', () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;
  let ada: AgentPerson;
  let sam: AgentPerson;
  let robin: CustomerPerson;
  let second: CustomerPerson;
  let invitation: string;

  const bar = (page: Page) => page.getByRole('button', { name: 'Handrail', exact: true });
  const pane = (page: Page): FrameLocator => page.frameLocator('iframe[title="Handrail in the top bar"]');
  const drawing = (page: Page) => bar(page).locator('use').getAttribute('href');
  /** Counts how often this place of the app asks who is live, from now on. */
  const looksFrom = (place: string) => {
    let looks = 0;
    ada.console.on('request', (request) => {
      const isList = new URL(request.url()).pathname === '/api/sessions';
      if (isList && request.frame().url().includes(`location=${place}`)) looks += 1;
    });
    return { count: () => looks };
  };
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
    invitation = link;
  });

  it('asks for nothing in the top bar while its pane is closed, and shows what is new when it is opened again', async () => {
    const [fromBar, fromBackground] = [looksFrom('top_bar'), looksFrom('background')];
    await until(async () => fromBar.count() > 0, 'the open pane to look', 20_000);

    await bar(ada.console).click();
    // What was on its way when it was closed comes to its end before the background has looked again.
    await until(async () => fromBackground.count() > 0, 'the background to look', 20_000);
    const [atClosing, before] = [fromBar.count(), fromBackground.count()];
    await until(async () => fromBackground.count() >= before + 2, 'the background to go on', 30_000);

    assert.equal(fromBar.count(), atClosing);
    await bar(ada.console).click();
    await pane(ada.console)
      .getByRole('button', { name: /Robin Fields #35436 Not opened yet/ })
      .waitFor(within);
    assert.ok(fromBar.count() > atClosing);
  });

  it('tells the agent, who is elsewhere, that the customer has joined, and counts on the icon', async () => {
    await ada.console.getByRole('link', { name: 'New ticket' }).click();
    await ada.console.getByLabel('Subject').waitFor(within);
    robin = await joinByLink(await browser.newContext(), demo, invitation);

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
    invitation = link;
  });

  it('keeps quiet about a customer whose ticket the agent has in front of her, and counts them', async () => {
    await ada.console.evaluate(() => {
      const notices = document.querySelector('[data-notices]');
      if (!notices) throw new Error('There is no place for notices.');
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(notices.textContent ?? '')).observe(notices, { childList: true });
    });

    second = await joinByLink(await browser.newContext(), demo, invitation);

    // The icon changes after whatever is said.
    await ada.console.waitForFunction(
      () => document.querySelector('[data-app-button] use')?.getAttribute('href') === '#live-2',
      null,
      within,
    );
    const seen = await ada.console.evaluate(() => (window as unknown as { seen: string[] }).seen);
    assert.deepEqual(
      seen.filter((text) => text !== ''),
      [],
    );
  });

  it('takes the count away when the sessions are over', async () => {
    for (const { banner } of [robin, second])
      await banner.press('Stop sharing', async () => !(await banner.isThere('button', 'Stop sharing')));

    await ada.console.waitForFunction(
      () => document.querySelector('[data-app-button] use')?.getAttribute('href') === '#default',
      null,
      within,
    );
  });
});
