import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { inviteByCommand } from '../support/invited-admin.ts';
import { type RestartableDemo, startRestartableDemo } from '../support/restartable-demo.ts';

const within = { timeout: 20_000 };

/** As docs/jwt.md says it, step by step. */
describe('a console that signs, connected from nothing', () => {
  let machine: RestartableDemo;
  let browser: Browser;

  before(async () => {
    [machine, browser] = await Promise.all([startRestartableDemo('no tenants'), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await machine?.stop();
  });

  const openPanel = async (context: BrowserContext, user: string): Promise<Frame> => {
    const page = await context.newPage();
    await page.goto(`${machine.ownConsole}/login?user=${user}`);
    const panel = await (await page.waitForSelector('iframe[title="Handrail"]')).contentFrame();
    assert.ok(panel, 'the panel’s frame has no document');
    return panel;
  };

  it('takes what the invited admin fills in, and shows where the panel is', async () => {
    const url = await inviteByCommand(machine, ['--name', 'Acme', '--id', 'acme-console', '--crm', 'jwt']);
    const page = await browser.newPage();
    await page.goto(url);
    const fill = (name: string, value: string) =>
      page.getByRole('textbox', { name, exact: true }).fill(value, within);

    await fill('Name of the console', 'Acme Help Desk');
    await fill('Origins that show the panel', machine.ownConsole);
    await fill('Issuer (iss)', machine.ownConsole);
    await fill('Address of the key set (JWKS)', `${machine.ownConsole}/.well-known/jwks.json`);
    await page.getByRole('checkbox', { name: 'ES256' }).check();
    await page.getByRole('checkbox', { name: 'RS256' }).uncheck();
    await fill('First administrator: subject (sub)', 'ann');
    await fill('First administrator: name', 'Ann Admin');
    await fill('Address of your website', `${machine.shop}/`);
    await page.getByRole('button', { name: 'Connect' }).click();

    const address = page.getByRole('textbox', { name: 'Address of the panel' });
    await address.waitFor(within);
    assert.equal(await address.inputValue(), `${machine.handrail}/embed/acme-console`);
    await page.close();
  });

  it('makes the named person admin, who says which role helps customers', async () => {
    const context = await browser.newContext();
    const panel = await openPanel(context, 'ann');
    const opened = context.waitForEvent('page');
    await panel.getByRole('button', { name: 'Open admin pages' }).click(within);
    const admin = await opened;
    await admin.waitForURL(/\/admin\/acme-console/, within);
    await admin.getByRole('navigation', { name: 'Admin' }).waitFor(within);
    await admin.getByRole('link', { name: 'Roles' }).click();

    await admin.getByLabel('What people have').selectOption('jwt.role', within);
    await admin.getByLabel('ID', { exact: true }).fill('support');
    await admin.getByLabel('Name, as people know it').fill('Support');
    await admin.getByLabel('Role it gives').selectOption('agent');
    await admin.getByRole('button', { name: 'Add rule' }).click();
    await admin.getByRole('button', { name: 'Save changes' }).click(within);
    await admin.getByText('Saved. The rules count from now on.').waitFor(within);

    const agent = await openPanel(await browser.newContext(), 'ada');
    await agent.getByRole('button', { name: 'Start session' }).click(within);
    await agent.getByRole('textbox', { name: 'Session link' }).waitFor(within);
  });
});
