import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

describe('a session that was ended by mistake', { timeout: 240_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let ada: AgentPerson;
  let customerSide: BrowserContext;
  let live: Page;
  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    const agentSide = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    customerSide = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const button = (name: string) => live.getByRole('button', { name, exact: true });
  const seesPage = async (): Promise<void> => {
    await live.getByRole('status').filter({ hasText: 'You see the customer’s page' }).first().waitFor();
    await live.frameLocator(`iframe[title="Customer's page"]`).getByRole('heading').first().waitFor();
  };

  test('goes on when the customer asks and the agent says yes; and stays over when the customer says no', async () => {
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    const { page, banner } = await joinByLink(customerSide, demo, link);
    await seesPage();

    await banner.press('Stop sharing', () => banner.isThere('button', 'Ask to go on'));
    await live.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await banner.press('Ask to go on', async () => !(await banner.isThere('button', 'Ask to go on')));
    await live.getByRole('alert').filter({ hasText: 'The customer asks to go on' }).waitFor();
    assert.equal(await live.locator('iframe').count(), 0);
    assert.deepEqual(await axeFindings(live), []);
    await button('Go on').click();

    await seesPage();
    await banner.waitFor('button', 'Stop sharing');
    await live.bringToFront();
    await button('End session').click();
    await button('Ask to go on').click();
    await live.getByText('You have asked the customer to go on.').waitFor();
    await live.locator('handrail-reopening .said:focus').waitFor();
    assert.deepEqual(await axeFindings(live), []);
    await page.bringToFront();
    await banner.press('Not now', async () => !(await banner.isThere('button', 'Not now')));
    await live.getByText('The session does not go on.').waitFor();
    assert.equal(await button('Ask to go on').count(), 0);
    assert.equal(await live.locator('iframe').count(), 0);
  });

  test('goes on after a code, too, when the agent asks: the words that matched are good for it', async () => {
    await live.close();
    const { code } = await ada.startSession();
    live = await ada.openLiveView();
    const page = await customerSide.newPage();
    await page.goto(`${demo.handrail}/code`);
    await page.getByRole('textbox', { name: 'Session code' }).fill(code);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Allow viewing' }).click();
    await button('Words match').click();
    await page.getByRole('button', { name: 'Words match' }).click();
    await page.waitForURL((url) => url.origin === demo.shop);
    await seesPage();

    await button('End session').click();
    await button('Ask to go on').click();
    const banner = await inClosedRoot(page);
    await page.bringToFront();
    await banner.press('Allow viewing', async () => !(await banner.isThere('button', 'Allow viewing')));

    await seesPage();
    await ada.panel().getByRole('button', { name: 'End session' }).waitFor();
    await live.reload();
    await seesPage();
  });
});
