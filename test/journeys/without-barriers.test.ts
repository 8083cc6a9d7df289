import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('without barriers, in light and dark', () => {
  let demo: Demo;
  let browser: Browser;
  let agentSide: BrowserContext;
  let customerSide: BrowserContext;
  let ada: AgentPerson;

  before(async () => {
    // Nobody is named to the panel, so that the codes are compared.
    const unsigned = { DEMO_ZENDESK_APP_KEY: 'unsigned-for-development' };
    [demo, browser] = await Promise.all([startDemo(unsigned), launchBrowser()]);
    // Half a movement is half a contrast.
    const still = { reducedMotion: 'reduce' } as const;
    [agentSide, customerSide] = await Promise.all([browser.newContext(still), browser.newContext(still)]);
    for (const side of [agentSide, customerSide]) side.setDefaultTimeout(15_000);
    ada = await openCase(agentSide, demo, 'zendesk');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** Nothing for axe to find in either color scheme, and nothing to scroll sideways for. */
  const check = async (shown: Page, where: Page | Frame) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await shown.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(where), [], `${where.url()} in ${colorScheme} colors`);
    }
    const sideways = await where.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(sideways, 0, `${where.url()} scrolls sideways`);
  };
  const panelIsFine = async () => {
    await ada.console.bringToFront();
    const frame = ada.console.locator('iframe[title="Handrail"]');
    await frame.evaluate((element) =>
      (element as HTMLElement).style.setProperty('width', '300px', 'important'),
    );
    await check(ada.console, ada.panel());
  };
  const isFine = async (page: Page) => {
    await page.bringToFront();
    await page.setViewportSize({ width: 320, height: 800 });
    await check(page, page);
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  it('signs in, also by comparing codes', async () => {
    await ada.panel().getByRole('button', { name: 'Sign in with Zendesk' }).waitFor(within);
    await panelIsFine();
    const started = agentSide.waitForEvent('request', (request) => request.url().includes('/auth/start/'));
    await ada.panel().getByRole('button', { name: 'Sign in with Zendesk' }).click();
    const address = (await started).url();
    for (const page of agentSide.pages()) if (page !== ada.console) await page.close();
    await ada.panel().getByRole('button', { name: 'Open it again' }).waitFor(within);
    await panelIsFine();

    const popup = await agentSide.newPage();
    await popup.goto(address);
    const match = popup.getByRole('button', { name: 'The codes match' });
    await match.waitFor(within);
    await isFine(popup);
    await match.click();
    await popup.getByRole('button', { name: 'Allow', exact: true }).click();

    await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
    await panelIsFine();
    await popup.close();
  });

  it('invites, joins and watches', async () => {
    const { link } = await ada.startSession();
    await panelIsFine();
    const page = await customerSide.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: 'Allow viewing' }).waitFor(within);
    await isFine(page);
    await page.close();
    const live = await ada.openLiveView();
    await live.getByRole('status').filter({ hasText: 'The invitation has been opened.' }).waitFor(within);
    await isFine(live);

    await joinByLink(customerSide, demo, link);

    await live.getByRole('status').filter({ hasText: 'You see the customer’s page.' }).waitFor(within);
    await isFine(live);
    await ada.console.bringToFront();
    await ada.panel().getByText('The session is on').waitFor(within);
    await panelIsFine();
    await ada.endSession();
    await live.getByRole('heading', { name: 'The session has ended' }).waitFor(within);
    await isFine(live);
    await live.close();
    await panelIsFine();
    const late = await customerSide.newPage();
    await late.goto(link);
    await late.getByRole('heading', { name: 'This session is over' }).waitFor(within);
    await isFine(late);
  });

  it('compares words', async () => {
    const { code } = await ada.startSession();
    const live = await ada.openLiveView();
    const page = await customerSide.newPage();
    await page.goto(`${demo.handrail}/code`);
    await page.getByRole('textbox', { name: 'Session code' }).fill('123');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The code has nine digits.').waitFor(within);
    await isFine(page);

    await page.getByRole('textbox', { name: 'Session code' }).fill(code);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Allow viewing' }).click();
    await page.getByRole('button', { name: 'Words match' }).waitFor(within);

    await isFine(page);
    await live.getByRole('button', { name: 'Words match' }).waitFor(within);
    await isFine(live);
  });
});
