import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { startRestartableDemo } from '../support/restartable-demo.ts';

const within = { timeout: 20_000 };

describe('an invitation', () => {
  let demo: Demo;
  let browser: Browser;
  let ada: AgentPerson;
  let customerSide: BrowserContext;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    customerSide = await browser.newContext();
    ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const opened = async (link: string): Promise<Page> => {
    const page = await customerSide.newPage();
    await page.goto(link);
    return page;
  };

  it('goes out with the reply, and names the case that its page names', async () => {
    const { link } = await ada.startSession();
    await ada.panel().getByRole('button', { name: 'Insert into reply' }).click();
    await ada.panel().getByText('The link is in the reply.').waitFor(within);

    await ada.console.getByRole('button', { name: 'Send' }).click();

    const conversation = ada.console.getByRole('list', { name: 'Conversation' });
    const sent = conversation.getByRole('listitem').filter({ hasText: link });
    await sent.waitFor(within);
    assert.match(await sent.innerText(), /your case 35436/);
    const page = await opened(link);
    await page.getByRole('definition').filter({ hasText: '35436' }).waitFor(within);
    await ada.panel().getByText('The invitation has been opened.').waitFor(within);
  });

  it('says that it was withdrawn, to who has it open and to who opens it later', async () => {
    const link = await ada.panel().getByRole('textbox', { name: 'Session link' }).inputValue();
    const open = await opened(link);
    const allow = open.getByRole('button', { name: 'Allow viewing' });
    await allow.waitFor(within);

    await ada.cancelLink();
    await ada.panel().getByText('You cancelled the invitation.').waitFor(within);

    await allow.click();
    const withdrawn = { name: 'This invitation was withdrawn' };
    await open.getByRole('heading', withdrawn).waitFor(within);
    await (await opened(link)).getByRole('heading', withdrawn).waitFor(within);
  });

  it('says that part of it is missing, and that a wrong one does not work', async () => {
    const { link } = await ada.startSession();
    const [address = ''] = link.split('#');

    await (await opened(address)).getByRole('heading', { name: 'This link is not complete' }).waitFor(within);
    await (await opened(`${address}#${'A'.repeat(43)}`))
      .getByRole('heading', { name: 'This link doesn’t work' })
      .waitFor(within);
    await ada.panel().getByText('Waiting for the customer to open the link').waitFor(within);
    await ada.cancelLink();
  });
});

describe('an invitation that nobody uses in time', () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    const briefly = () => ({ linkLifetimeMs: 2_000 });
    [demo, browser] = await Promise.all([startRestartableDemo(briefly), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('says that it has expired, on both sides', async () => {
    const ada = await openCase(await browser.newContext(), demo, 'salesforce');
    await ada.signIn();
    const { link } = await ada.startSession();
    await ada.panel().getByText('Nobody used the invitation in time.').waitFor(within);

    const page = await browser.newPage();
    await page.goto(link);

    await page.getByRole('heading', { name: 'This link has expired' }).waitFor(within);
    await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });
});
