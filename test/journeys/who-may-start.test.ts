import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

describe('who may start a session', () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  for (const crm of ['zendesk', 'salesforce'] as const) {
    it(`tells Nora which role she lacks, and starts nothing (${crm})`, async () => {
      const nora = await openCase(await browser.newContext(), demo, crm, 'nora');

      await nora.signIn();

      await nora.panel().getByText(/role/i).first().waitFor(within);
      await nora
        .panel()
        .getByText(/handrail.agent/i)
        .first()
        .waitFor(within);
      const start = nora.panel().getByRole('button', { name: 'Start session' });
      assert.ok((await start.count()) === 0 || (await start.isDisabled()));
    });
  }

  it('signs in two tabs at once', async () => {
    const context = await browser.newContext();
    const first = await openCase(context, demo, 'zendesk');
    const other = await openCase(await browser.newContext(), demo, 'zendesk', 'sam');

    await Promise.all([first.signIn(), other.signIn()]);

    await first.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
    await other.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });

  it('connects every open panel with one sign-in', async () => {
    const context = await browser.newContext();
    const first = await openCase(context, demo, 'salesforce');
    const second = await openCase(context, demo, 'salesforce');
    for (const { panel } of [first, second])
      await panel().getByRole('button', { name: 'Sign in with Salesforce' }).waitFor(within);

    await first.signIn();

    await second.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });

  for (const crm of ['zendesk', 'salesforce'] as const) {
    it(`costs no click and no typing after a reload, or in another browser (${crm})`, async () => {
      const ada = await openCase(await browser.newContext(), demo, crm);
      await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);

      await ada.console.reload();

      const panel = ada.console.frameLocator('iframe[title="Handrail"]');
      await panel.getByRole('button', { name: 'Start session' }).waitFor(within);
    });
  }
});
