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

  it('signs every open panel in with one sign-in', async () => {
    const context = await browser.newContext();
    const first = await openCase(context, demo, 'zendesk');
    const second = await openCase(context, demo, 'zendesk');

    await first.signIn();

    await second.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });

  it('costs one click and no typing after a reload', async () => {
    const context = await browser.newContext();
    const ada = await openCase(context, demo, 'zendesk');
    await ada.signIn();
    await ada.console.reload();

    await ada.signIn();

    await ada.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
  });
});
