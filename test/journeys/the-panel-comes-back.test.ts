import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('a panel that was interrupted', () => {
  let demo: Demo;
  let browser: Browser;
  let agentSide: BrowserContext;
  let ada: AgentPerson;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    agentSide = await browser.newContext();
    ada = await openCase(agentSide, demo, 'zendesk');
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('says that the sign-in window was closed, and opens it again for the same sign-in', async () => {
    const first = agentSide.waitForEvent('page');
    await ada.panel().getByRole('button', { name: 'Sign in with Zendesk' }).click();
    await (await first).getByRole('button', { name: 'Allow', exact: true }).waitFor(within);
    await (await first).close();
    await ada.panel().getByText('The sign-in window seems to be closed.').waitFor(within);

    const second = agentSide.waitForEvent('page');
    await ada.panel().getByRole('button', { name: 'Open it again' }).click();
    await (await second).getByRole('button', { name: 'Allow', exact: true }).click();

    await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });

  it('finds its session after a reload, and can end it for both', async () => {
    const { link } = await ada.startSession();
    const live = await ada.openLiveView();
    const customer = await joinByLink(await browser.newContext(), demo, link);
    const heading = (await customer.page.getByRole('heading').first().innerText()).trim();
    const mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    await mirror.getByRole('heading', { name: heading }).first().waitFor(within);

    await ada.console.bringToFront();
    await ada.console.reload();
    await ada.signIn();
    await ada.panel().getByText('The session is on').waitFor(within);
    await ada.panel().getByText('One that is open goes on', { exact: false }).waitFor(within);
    assert.ok(await mirror.getByRole('heading', { name: heading }).first().isVisible());

    await ada.endSession();

    await ada.panel().getByText('You ended the session.').waitFor(within);
    await live.getByRole('heading', { name: 'The session has ended' }).waitFor(within);
    await customer.banner.waitForNo('button', 'Stop sharing');
    await customer.banner.waitFor('StaticText', 'The session is over. Ada Agent can’t see anything now.');
  });
});
