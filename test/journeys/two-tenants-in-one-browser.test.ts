import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('somebody who works for two tenants, in one browser', () => {
  let demo: Demo;
  let browser: Browser;
  let context: BrowserContext;
  let atZendesk: AgentPerson;
  let atSalesforce: AgentPerson;
  let link: string;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    context = await browser.newContext();
    atZendesk = await openCase(context, demo, 'zendesk');
    await atZendesk.signIn();
    atSalesforce = await openCase(context, demo, 'salesforce');
    await atSalesforce.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const startButton = ({ panel }: AgentPerson) => panel().getByRole('button', { name: 'Start session' });

  it('has a session in one, of which the other knows nothing', async () => {
    const inZendesk = await atZendesk.startSession();
    assert.ok(await startButton(atSalesforce).isEnabled());

    const inSalesforce = await atSalesforce.startSession();

    assert.notEqual(inSalesforce.link, inZendesk.link);
    assert.notEqual(inSalesforce.code, inZendesk.code);
    ({ link } = inSalesforce);
    const bar = atZendesk.console.getByRole('button', { name: 'Handrail', exact: true });
    await atZendesk.console.bringToFront();
    await bar.click();
    const pane = atZendesk.console.frameLocator('iframe[title="Handrail in the top bar"]');
    await pane.getByRole('button', { name: /#35436 Not opened yet/ }).waitFor(within);
    assert.equal(await pane.getByRole('button', { name: /Not opened yet/ }).count(), 1);
    await bar.click();
  });

  it('calls one off, and the customer of the other comes all the same', async () => {
    await atZendesk.cancelLink();
    await startButton(atZendesk).waitFor(within);

    await joinByLink(await browser.newContext(), demo, link);

    await atSalesforce.panel().getByText('The session is on').waitFor(within);
    assert.ok(await startButton(atZendesk).isVisible());
  });

  it('signs out of one, and stays signed in to the other, whose session goes on', async () => {
    await atZendesk.console.bringToFront();
    await atZendesk.panel().getByRole('button', { name: 'Sign out' }).click();
    await atZendesk.panel().getByRole('button', { name: 'Sign out' }).waitFor({ state: 'detached' });

    await atSalesforce.endSession();

    await atSalesforce.panel().getByText('You ended the session.').waitFor(within);
  });
});
