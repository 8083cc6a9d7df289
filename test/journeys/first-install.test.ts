import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { appId, installationId } from '../../demo/zendesk/apps/installation.ts';
import { fingerprintOf } from '../../server/tenants/public-keys.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { acceptInvitation, inviteByCommand } from '../support/invited-admin.ts';
import { type RestartableDemo, startRestartableDemo } from '../support/restartable-demo.ts';

const within = { timeout: 20_000 };

describe('the first install, from the invitation on', () => {
  let machine: RestartableDemo;
  let browser: Browser;
  let annsBrowser: BrowserContext;
  let url: string;
  let admin: Page;

  before(async () => {
    [machine, browser] = await Promise.all([startRestartableDemo('no tenants'), launchBrowser()]);
    annsBrowser = await browser.newContext();
  });
  after(async () => {
    await browser?.close();
    await machine?.stop();
  });

  it('knows nobody on a blank machine', async () => {
    const page = await annsBrowser.newPage();
    const answer = await page.goto(`${machine.handrail}/embed/acme-zendesk`);
    assert.equal(answer?.status(), 404);
    await page.close();
  });

  it('begins with an address that the operator’s command prints, beside the running server', async () => {
    const { zendesk } = machine;
    const args = ['--name', 'Acme Outdoor', '--id', 'acme-zendesk', '--crm', 'zendesk', '--base', zendesk];

    url = await inviteByCommand(machine, args);

    assert.ok(url.startsWith(`${machine.handrail}/invitation/inv_`));
    await assert.rejects(inviteByCommand(machine, args));
  });

  it('says clearly that a part of the address was lost', async () => {
    const page = await annsBrowser.newPage();
    await page.goto(url.replace(/#.*/, ''));
    await page.getByRole('heading', { name: 'This invitation is not complete' }).waitFor(within);
    await page.close();
  });

  it('shows a form that everybody can use, wide and narrow, light and dark', async () => {
    const page = await annsBrowser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Sign in with Zendesk' }).waitFor(within);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), []);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    for (const kind of ['zendesk', 'salesforce', 'jwt']) {
      await page.getByLabel('Your CRM').selectOption(kind);
      assert.equal(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
        0,
      );
      assert.deepEqual(await axeFindings(page), []);
    }
    await page.close();
  });

  it('makes the admin who signs in to the CRM the first one here', async () => {
    const console = await annsBrowser.newPage();
    await console.goto(`${machine.zendesk}/login?user=ann`);

    admin = await acceptInvitation(annsBrowser, machine, url);

    await admin.getByRole('navigation', { name: 'Admin' }).waitFor(within);
    assert.ok(!admin.url().includes(url.split('#')[1] ?? '?'));
  });

  it('says clearly that the invitation has been used', async () => {
    const page = await annsBrowser.newPage();
    await page.goto(url);
    await page.getByRole('heading', { name: 'This invitation has been used' }).waitFor(within);
    await page.close();
  });

  it('leads through a checklist, which says what is done and what is not', async () => {
    await admin.goto(`${machine.handrail}/admin/acme-zendesk#/setup`);
    await admin.getByRole('button', { name: 'Test again' }).click(within);

    await admin.getByText('Passed: The snippet is on the website').waitFor(within);
    await admin.getByText('Passed: Handrail may use the CRM’s API').waitFor(within);
    await admin.getByText('To do: Somebody may help customers').waitFor(within);
    for (const colorScheme of ['light', 'dark'] as const) {
      await admin.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(admin), []);
    }
    const mail = await admin.getByRole('link', { name: 'Send this to the web team' }).getAttribute('href');
    assert.ok(
      decodeURIComponent(mail ?? '').includes(`<script src="${machine.handrail}/snippet.js"></script>`),
    );
  });

  it('reads the key that Zendesk signs with, and pins it once somebody has compared it', async () => {
    await admin.getByText('To do: The key is pinned').waitFor(within);
    await admin.getByText('No key is pinned.').waitFor(within);
    await admin.getByLabel('App id', { exact: true }).fill(String(appId));
    await admin.getByLabel('Installation id').fill(String(installationId));
    await admin.getByRole('button', { name: 'Read the key from Zendesk' }).click();

    const fingerprint = fingerprintOf(machine.zendeskAppKey);
    await admin.getByText(fingerprint).waitFor(within);
    await admin.getByText('No key is pinned.').waitFor(within);
    assert.deepEqual(await axeFindings(admin), []);
    await admin.getByRole('button', { name: 'It is the same: pin this key' }).click();

    await admin.getByText('Passed: The key is pinned').waitFor(within);
    await admin.getByText(`Pinned: ${fingerprint}`).waitFor(within);
    await admin.getByText('Passed: The panel is installed in the CRM').waitFor({ state: 'hidden' });
  });

  it('sees that the app is installed once somebody has opened the panel by what Zendesk has signed', async () => {
    const ticket = await annsBrowser.newPage();
    await ticket.goto(`${machine.zendesk}/agent/tickets/35436`);
    const panel = ticket.frameLocator('iframe[title="Handrail"]');
    await panel.getByRole('button').first().waitFor(within);

    await admin.getByRole('button', { name: 'Test again' }).click();

    await admin.getByText('Passed: The panel is installed in the CRM').waitFor(within);
    await admin.getByText('Passed: The panel is framed by the CRM').waitFor(within);
    await ticket.close();
  });

  it('shows the whole thing to the admin, as the customer and as the agent', async () => {
    const opened = annsBrowser.waitForEvent('page');
    await admin.getByRole('button', { name: 'Start a test session with myself' }).click();
    const join = await opened;
    const live = annsBrowser.waitForEvent('page');
    await admin.getByRole('link', { name: 'Open the live view, as the agent' }).click();
    const liveView = await live;

    const allow = join.getByRole('button', { name: 'Allow viewing' });
    await allow.waitFor(within);
    while (join.url().includes('/join/') && (await allow.isVisible().catch(() => false))) {
      await allow.click({ timeout: 2000 }).catch(() => null);
    }
    await join.waitForURL((to) => to.origin === machine.shop, within);
    await liveView
      .frameLocator(`iframe[title="Customer's page"]`)
      .getByText('Acme Outdoor')
      .first()
      .waitFor(within);
    await liveView.getByRole('button', { name: 'End session' }).click();
    await join.close();
    await liveView.close();
  });

  it('keeps what the admin decides, also over a restart', async () => {
    await admin.goto(`${machine.handrail}/admin/acme-zendesk#/settings`);
    const name = admin.getByRole('textbox', { name: 'Name that customers see' });
    await name.fill('Acme Indoor', within);
    await admin.getByRole('button', { name: 'Add website' }).click();
    const second = admin.getByRole('group', { name: 'Website 2' });
    await second.getByLabel('Address').fill('https://second.example/');
    await second.getByLabel('Name').fill('Second');
    const hosts = admin.getByLabel('Hosts of public images, fonts and styles');
    const hostsBefore = await hosts.inputValue();
    await hosts.fill('no host');
    assert.deepEqual(await axeFindings(admin), []);
    await admin.getByRole('button', { name: 'Save settings' }).click();
    await admin.getByText('not as it should be: Hosts of public images, fonts and styles').waitFor(within);
    assert.equal(await name.inputValue(), 'Acme Indoor');

    await hosts.fill(hostsBefore);
    await admin.getByRole('button', { name: 'Save settings' }).click();
    await admin.getByText('Saved.').waitFor(within);

    await admin.getByRole('link', { name: 'Roles' }).click();
    await admin.getByRole('heading', { name: 'Roles', level: 1 }).waitFor(within);
    await admin.getByRole('link', { name: 'Settings' }).click();
    await second.waitFor(within);
    assert.equal(await second.getByLabel('Address').inputValue(), 'https://second.example/');

    await machine.killHandrail();
    await machine.startHandrail();

    await admin.goto(`${machine.handrail}/admin/acme-zendesk`);
    await admin.getByText('Handrail · Acme Indoor').waitFor(within);
  });
});
