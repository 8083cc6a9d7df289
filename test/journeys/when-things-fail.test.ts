import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { openCustomerNetwork } from '../support/customer-network.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 30_000 };

const control = async (origin: string, body: unknown): Promise<void> => {
  const { port } = new URL(origin);
  const answer = await fetch(`http://127.0.0.1:${port}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `the simulator refused: ${answer.status}`);
};

describe('when things fail', () => {
  let demo: Demo;
  let browser: Browser;
  let agentSide: BrowserContext;
  let ada: AgentPerson;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    agentSide = await browser.newContext();
    ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('says plainly that the CRM is down, and starts when it is back', async () => {
    await control(demo.zendesk, { fault: { status: 503, times: 50, path: '/api/v2' } });
    await ada.panel().getByRole('button', { name: 'Start session' }).click();
    await ada.panel().getByRole('alert').first().waitFor(within);

    await control(demo.zendesk, { clearFaults: true });

    const { link } = await ada.startSession();
    assert.match(link, /\/join\/ses_/);
  });

  it('goes on when a lost network is back, and both sides say so meanwhile', async (t) => {
    const link = await ada.panel().getByRole('textbox', { name: 'Session link' }).inputValue();
    const network = await openCustomerNetwork(demo.handrail);
    t.after(() => network.browser.close());
    const customerSide = await network.browser.newContext();
    const customer = await joinByLink(customerSide, demo, link);
    const live = await ada.openLiveView();
    const mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    const heading = (await customer.page.getByRole('heading').first().innerText()).trim();
    await mirror.getByRole('heading', { name: heading }).first().waitFor(within);

    await network.lose(customerSide);
    await live
      .getByText(/connection|away|reconnect/i)
      .first()
      .waitFor(within);
    await customer.page.evaluate(() => {
      const added = document.createElement('p');
      added.textContent = 'Written without a network';
      document.body.append(added);
    });
    await network.bringBack(customerSide);

    await mirror.getByText('Written without a network').waitFor(within);
  });

  it('writes the note once, although the CRM is down for a while', async () => {
    await control(demo.zendesk, { fault: { status: 503, times: 3, path: '/api/v2/tickets', method: 'PUT' } });
    await ada.endSession();
    await ada.panel().getByText(/ended/i).first().waitFor(within);

    const { port } = new URL(demo.zendesk);
    const notes = async (): Promise<number> => {
      const state = await (await fetch(`http://127.0.0.1:${port}/__state`)).text();
      return state.split('Audit head: ').length - 1;
    };
    const end = performance.now() + 90_000;
    while ((await notes()) === 0 && performance.now() < end) {
      await ada.console.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    assert.equal(await notes(), 1);
  });

  it('says that the CRM has ended the access, and goes on once the agent has signed in again', async () => {
    await control(demo.zendesk, { revokeTokens: 'ada' });
    await ada.panel().getByRole('button', { name: 'Start session' }).click();
    const said = ada.panel().getByRole('alert').filter({ hasText: 'Zendesk has ended Handrail’s access.' });
    await said.waitFor(within);

    await ada.signIn();

    const { link } = await ada.startSession();
    assert.match(link, /\/join\/ses_/);
    assert.equal(await said.count(), 0);
  });
});
