import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 30_000 };

const control = async (origin: string, body: unknown): Promise<void> => {
  const answer = await fetch(`http://127.0.0.1:${new URL(origin).port}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `the simulator refused: ${answer.status}`);
};

const consoles = [
  {
    crm: 'zendesk',
    given: { person: { login: 'nora', groups: ['Support', 'Handrail agents'] } },
    taken: { person: { login: 'nora', groups: ['Support'] } },
  },
  {
    crm: 'salesforce',
    given: { person: { login: 'nora', customPermissions: ['Handrail_Agent'] } },
    taken: { person: { login: 'nora', customPermissions: [] } },
  },
] as const;

for (const { crm, given, taken } of consoles) {
  describe(`roles assigned and removed (${crm})`, { timeout: 240_000 }, () => {
    let demo: Demo;
    let browser: Browser;
    let nora: AgentPerson;
    let customer: CustomerPerson;
    let admin: Page;

    before(async () => {
      [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
      nora = await openCase(await browser.newContext(), demo, crm, 'nora');
      await nora.signIn();
    });
    after(async () => {
      await browser?.close();
      await demo?.stop();
    });

    it('lets Nora ask for access, and Ann see it in the admin pages', async () => {
      await nora.panel().getByRole('button', { name: 'Request access' }).click();
      await nora.panel().getByText('You asked the administrators for access').waitFor(within);
      assert.equal(await nora.panel().getByRole('button', { name: 'Request access' }).count(), 0);

      const context = await browser.newContext();
      const ann = await openCase(context, demo, crm, 'ann');
      await ann.signIn();
      const opened = context.waitForEvent('page');
      await ann.panel().getByRole('button', { name: 'Open admin pages' }).click();
      admin = await opened;
      await admin
        .getByRole('navigation', { name: 'Admin' })
        .getByRole('link', { name: 'Requests' })
        .click(within);

      await admin.getByRole('heading', { name: 'Nora Norole' }).waitFor(within);
      await admin
        .getByRole('textbox', { name: 'Reason, if you decline' })
        .fill('Your lead puts you in the group.');
      await admin.getByRole('button', { name: 'Decline' }).click();
      await admin.getByText('is told why').waitFor(within);
    });

    it('lets Nora start as soon as the CRM gives her the role', async () => {
      await control(demo[crm], given);

      await nora.panel().getByRole('button', { name: 'Check again' }).click();

      await nora.panel().getByRole('button', { name: 'Start session' }).waitFor(within);
      const { link } = await nora.startSession();
      customer = await joinByLink(await browser.newContext(), demo, link);
    });

    it('ends her session when the role is gone and an admin checks, and tells both sides why', async () => {
      await control(demo[crm], taken);
      await admin.getByRole('link', { name: 'People' }).click();
      const card = admin.locator('handrail-person').filter({ hasText: 'Nora Norole' });
      await card.getByRole('button', { name: 'Why?' }).click();
      await card
        .getByText(/Nora Norole is agent because of .*\(rule 1, read .* by their sign-in\)/)
        .waitFor(within);

      await card.getByRole('button', { name: 'Check again' }).click();

      await card.getByText('no role', { exact: true }).waitFor(within);
      await nora.panel().getByText('your Handrail role was taken away').waitFor(within);
      while (await customer.banner.isThere('button', 'Stop sharing')) {
        await customer.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      }
    });

    for (const [scheme, width] of [
      ['light', 1200],
      ['dark', 320],
    ] as const) {
      it(`is accessible on every admin page: ${scheme}, ${width} px`, async () => {
        await admin.setViewportSize({ width, height: 900 });
        await admin.emulateMedia({ colorScheme: scheme });

        for (const name of ['Roles', 'People', 'Requests']) {
          await admin.getByRole('link', { name, exact: true }).click();
          await admin.getByRole('heading', { name, exact: true, level: 1 }).waitFor(within);
          await admin.locator('handrail-spinner').waitFor({ state: 'detached', ...within });
          assert.deepEqual(await axeFindings(admin), [], name);
          const overflows = await admin.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.equal(overflows, false, name);
        }
      });
    }
  });
}
