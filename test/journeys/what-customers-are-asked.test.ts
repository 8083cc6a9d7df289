import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('what customers are asked is the company’s choice', { timeout: 240_000 }, () => {
  let demo: Demo;
  let browser: Browser;
  let ada: AgentPerson;
  let admin: Page;
  let live: Page;
  let customer: CustomerPerson;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    const context = await browser.newContext();
    const ann = await openCase(context, demo, 'zendesk', 'ann');
    await ann.signIn();
    const opened = context.waitForEvent('page');
    await ann.panel().getByRole('button', { name: 'Open admin pages' }).click();
    admin = await opened;
    await admin.getByRole('link', { name: 'Settings', exact: true }).click(within);
    ada = await openCase(await browser.newContext(), demo, 'zendesk');
    await ada.signIn();
    const { link } = await ada.startSession();
    live = await ada.openLiveView();
    customer = await joinByLink(await browser.newContext(), demo, link);
    await said(/You see the customer’s page/);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const said = (text: RegExp) => live.getByRole('status').filter({ hasText: text }).first().waitFor(within);
  const button = (name: string) => live.getByRole('button', { name, exact: true });
  const chooseControl = async (name: string) => {
    const group = admin.getByRole('radiogroup', { name: 'Control' });
    await group.getByRole('radio', { name, exact: true }).check(within);
    await admin.getByRole('button', { name: 'Save settings' }).click();
    await admin.getByText('Saved.').waitFor(within);
  };
  const allowControl = async () => {
    await button('Request control').click(within);
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );
    await said(/You have control/);
  };

  it('asks always from the start, and explains each choice to the admin', async () => {
    const control = admin.getByRole('radiogroup', { name: 'Control' });
    const always = control.getByRole('radio', { name: 'Always ask' });
    await always.waitFor(within);
    assert.equal(await always.isChecked(), true);
    for (const [colorScheme, width] of [
      ['light', 1200],
      ['dark', 320],
    ] as const) {
      await admin.setViewportSize({ width, height: 900 });
      await admin.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(admin), []);
      assert.equal(await admin.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    }
  });

  it('ends control at once where it is not offered any more, and shows no button for it', async () => {
    await allowControl();

    await chooseControl('Not offered');

    await said(/Control was switched off in your company’s settings/);
    await customer.banner.waitForNo('button', 'Take back control');
    assert.equal(await button('Request control').count(), 0);
    assert.equal(await button('Release control').count(), 0);
    await live.reload();
    await said(/You see the customer’s page/);
    assert.equal(await button('Request control').count(), 0);
  });

  it('asks once where that is enough, until the customer takes control back', async () => {
    await chooseControl('Ask once per session');
    await allowControl();
    await button('Release control').click(within);
    await customer.banner.waitForNo('button', 'Take back control');

    await button('Request control').click(within);
    await said(/You have control/);
    await customer.banner.press(
      'Take back control',
      async () => !(await customer.banner.isThere('button', 'Take back control')),
    );
    await button('Request control').click(within);

    await customer.banner.waitFor('button', 'Allow control');
    await said(/The customer decides/);
  });
});
