import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

const wordsOn = async (page: Page): Promise<string> => {
  const group = page.getByRole('group', { name: 'Words to compare' });
  await group.waitFor(within);
  return (await group.getByRole('listitem').allInnerTexts()).map((word) => word.trim()).join(' ');
};

const enterCode = async (page: Page, demo: Demo, code: string): Promise<void> => {
  await page.goto(`${demo.handrail}/code`);
  await page.getByRole('textbox', { name: 'Session code' }).fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
};

/** A button that is dead for its first half second is pressed until it is gone. */
const pressUntilGone = async (page: Page, name: string): Promise<void> => {
  const button = page.getByRole('button', { name });
  await button.waitFor(within);
  while (await button.isVisible().catch(() => false)) await button.click({ timeout: 2000 }).catch(() => null);
};

describe('a session by code', () => {
  let demo: Demo;
  let browser: Browser;
  let ada: AgentPerson;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it('shows both people the same words, and goes on when they match', async () => {
    const { code } = await ada.startSession();
    const live = await ada.openLiveView();
    const customer = await (await browser.newContext()).newPage();
    await enterCode(customer, demo, code);
    await allowViewingOnCode(customer);

    const [seenByCustomer, seenByAgent] = await Promise.all([wordsOn(customer), wordsOn(live)]);
    assert.equal(seenByCustomer.split(' ').length, 3);
    assert.equal(seenByAgent, seenByCustomer);

    await Promise.all([pressUntilGone(live, 'Words match'), pressUntilGone(customer, 'Words match')]);
    await customer.waitForURL((url) => url.origin === demo.shop, within);
    const heading = (await customer.getByRole('heading').first().innerText()).trim();
    const mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    await mirror.getByRole('heading', { name: heading }).first().waitFor(within);
    await ada.endSession();
    await confirmEnd(ada);
  });

  it('compares anew when the agent’s window was loaded again in between', async () => {
    await startAgain(ada);
    const { code } = await ada.startSession();
    const live = await ada.openLiveView();
    const customer = await (await browser.newContext()).newPage();
    await enterCode(customer, demo, code);
    await allowViewingOnCode(customer);
    const before = await wordsOn(customer);
    await pressUntilGone(live, 'Words match');
    await live.getByText('Waiting for the customer to say that the words match').waitFor(within);

    await live.reload();
    await customer.getByText('Comparing was interrupted.').waitFor(within);
    await pressUntilGone(customer, 'Show the words');

    const [seenByCustomer, seenByAgent] = await Promise.all([wordsOn(customer), wordsOn(live)]);
    assert.equal(seenByAgent, seenByCustomer);
    assert.notEqual(seenByCustomer, before);
    await Promise.all([pressUntilGone(live, 'Words match'), pressUntilGone(customer, 'Words match')]);
    await customer.waitForURL((url) => url.origin === demo.shop, within);
    await live.getByRole('status').filter({ hasText: 'You see the customer’s page.' }).waitFor(within);
    await ada.endSession();
    await confirmEnd(ada);
  });

  it('ends when somebody says that the words differ', async () => {
    await startAgain(ada);
    const { code } = await ada.startSession();
    const live = await ada.openLiveView();
    const customer = await (await browser.newContext()).newPage();
    await enterCode(customer, demo, code);
    await allowViewingOnCode(customer);
    await wordsOn(customer);

    await pressUntilGone(customer, 'Words differ');

    await live.getByText(/ended/i).first().waitFor(within);
    await live.getByText('Nothing was shown.').waitFor(within);
    assert.ok(customer.url().startsWith(demo.handrail), 'the customer was not sent on');
  });

  it('does not take a code twice', async () => {
    await startAgain(ada);
    const { code } = await ada.startSession();
    const [first, second] = await Promise.all([0, 1].map(async () => (await browser.newContext()).newPage()));
    assert.ok(first && second);
    await enterCode(first, demo, code);
    await first.getByRole('button', { name: 'Allow viewing' }).waitFor(within);

    await enterCode(second, demo, code);

    await second.getByRole('alert').first().waitFor(within);
    assert.ok(second.url().endsWith('/code'));
  });
});

const allowViewingOnCode = async (page: Page): Promise<void> => {
  const button = page.getByRole('button', { name: 'Allow viewing' });
  await button.waitFor(within);
  const group = page.getByRole('group', { name: 'Words to compare' });
  while ((await button.isVisible().catch(() => false)) && !(await group.isVisible().catch(() => false))) {
    await button.click({ timeout: 1000 }).catch(() => null);
  }
};

/** The panel may ask whether the agent means it. */
const confirmEnd = async (ada: AgentPerson): Promise<void> => {
  await ada.panel().getByText(/ended/i).first().waitFor(within);
};

const startAgain = async (ada: AgentPerson): Promise<void> => {
  await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
};
