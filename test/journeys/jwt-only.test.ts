import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const within = { timeout: 20_000 };

interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
}

describe('a console that signs JWTs, and has no CRM', () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** Signed in to the help desk, at this page of it. */
  const openDesk = async (
    context: BrowserContext,
    user: string,
    path = '/requests/R2041',
  ): Promise<{ readonly page: Page; readonly panel: Frame }> => {
    const page = await context.newPage();
    await page.goto(`${demo.ownConsole}/login?user=${user}`);
    await page.goto(demo.ownConsole + path);
    const panel = await (await page.waitForSelector('iframe[title="Handrail"]')).contentFrame();
    assert.ok(panel, 'the panel’s frame has no document');
    return { page, panel };
  };

  const linkOf = async (panel: Frame): Promise<string> => {
    await panel.getByRole('button', { name: 'Start session' }).click(within);
    const link = panel.getByRole('textbox', { name: 'Session link' });
    await link.waitFor(within);
    return link.inputValue();
  };

  const seeLive = async (context: BrowserContext, panel: Frame): Promise<Page> => {
    const opened = context.waitForEvent('page');
    await panel.getByRole('button', { name: 'Open live view' }).click();
    const live = await opened;
    await live.waitForURL(/\/live\/ses_/);
    await panel.getByText('The session is on: the customer is sharing the page.').waitFor(within);
    return live;
  };

  const endAndSkip = async (panel: Frame): Promise<void> => {
    await panel.getByRole('button', { name: 'End session' }).click();
    await panel.getByRole('button', { name: 'Skip' }).click(within);
    await panel.getByText('What happened is kept in Handrail’s session log.').waitFor(within);
    assert.equal(await panel.getByRole('alert').count(), 0);
  };

  /** What the help desk signs for whoever is signed in on this page. */
  const sign = (page: Page, nonce: string): Promise<string> =>
    page.evaluate(async (asked) => {
      const response = await fetch('/handrail-assertions', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ nonce: asked, customerId: null }),
      });
      return (await response.json()).assertion;
    }, nonce);

  const exchange = async (
    assertion: string,
    { nonce, tenantId = 'acme-console' }: { readonly nonce: string; readonly tenantId?: string },
  ): Promise<Refusal> => {
    const { port } = new URL(demo.handrail);
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    const point = Buffer.from(await crypto.subtle.exportKey('raw', publicKey)).toString('base64url');
    const response = await fetch(`http://127.0.0.1:${port}/api/auth/assertions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tenantId, publicKey: point, proof: { by: 'assertion', assertion, nonce } }),
    });
    const body: { readonly code?: string } = await response.json();
    return { status: response.status, code: body.code };
  };

  it('signs the agent in without a click, and goes from a request to the session log', async () => {
    const context = await browser.newContext();
    const { page, panel } = await openDesk(context, 'ada');
    const link = await linkOf(panel);
    // This help desk has said that it drafts no emails.
    assert.equal(await panel.getByRole('button', { name: 'Draft email' }).count(), 0);
    await panel.getByRole('button', { name: 'Insert into reply' }).click();
    await panel.getByText('The link is in the reply.').waitFor(within);
    const reply = await page.getByRole('textbox', { name: 'Reply' }).inputValue();

    const customer = await (await browser.newContext()).newPage();
    await customer.goto(link);
    await customer.getByText('R-2041', { exact: true }).waitFor(within);
    await customer.close();
    await joinByLink(await browser.newContext(), demo, link);
    const live = await seeLive(context, panel);

    assert.ok(reply.includes(link));
    assert.match(reply, /Ihren Fall R-2041/);
    await live.getByRole('heading', { name: 'Case R-2041' }).waitFor(within);
    await endAndSkip(panel);
  });

  it('brings two people together without any case', async () => {
    const context = await browser.newContext();
    const { panel } = await openDesk(context, 'ada', '/people/C1002');
    const link = await linkOf(panel);

    const customer = await (await browser.newContext()).newPage();
    await customer.goto(link);
    await customer.getByRole('button', { name: 'Allow viewing' }).waitFor(within);
    const asksToCompare = await customer.getByText('Your case').count();
    await customer.close();
    // A page without a reply box offers none.
    await panel.getByRole('button', { name: 'Copy link' }).waitFor(within);
    assert.equal(await panel.getByRole('button', { name: 'Insert into reply' }).count(), 0);
    await joinByLink(await browser.newContext(), demo, link);
    const live = await seeLive(context, panel);

    assert.equal(asksToCompare, 0);
    await live.getByRole('heading', { name: 'Handrail', exact: true }).waitFor(within);
    await endAndSkip(panel);
  });

  it('has what is open signed anew when another case is opened in the same page', async () => {
    const { page, panel } = await openDesk(await browser.newContext(), 'sam', '/people/C1002');
    await panel.getByRole('button', { name: 'Start session' }).waitFor(within);

    const signedAnew = page.waitForResponse((answer) => answer.url().endsWith('/api/auth/assertions'));
    await page.evaluate((handrail) => {
      Object.assign(document.body.dataset, { customer: 'C1001', case: 'R2041' });
      const frame = document.querySelector('iframe');
      frame?.contentWindow?.postMessage({ type: 'handrail.case', caseId: 'R2041' }, handrail);
    }, demo.handrail);
    await signedAnew;
    const link = await linkOf(panel);

    const customer = await (await browser.newContext()).newPage();
    await customer.goto(link);
    await customer.getByText('R-2041', { exact: true }).waitFor(within);
  });

  it('finds the session without a case again after a reload', async () => {
    const { page, panel } = await openDesk(await browser.newContext(), 'sam', '/people/C1002');
    await linkOf(panel);

    await page.reload();

    const again = await (await page.waitForSelector('iframe[title="Handrail"]')).contentFrame();
    await again?.getByRole('button', { name: 'Start again' }).waitFor(within);
  });

  it('tells somebody without a role what is missing, and shows an admin the way to the admin pages', async () => {
    const nora = await openDesk(await browser.newContext(), 'nora');
    const ann = await openDesk(await browser.newContext(), 'ann');

    await nora.panel.getByRole('button', { name: 'Request access' }).waitFor(within);
    await ann.panel.getByRole('button', { name: 'Open admin pages' }).waitFor(within);

    assert.equal(await nora.panel.getByRole('button', { name: 'Start session' }).count(), 0);
  });

  it('takes what is signed once, from the tenant’s own console, for the panel that asked', async () => {
    const { page } = await openDesk(await browser.newContext(), 'ada');
    const [nonce, other] = ['n'.repeat(22), 'o'.repeat(22)];
    const [first, second, third] = [
      await sign(page, nonce),
      await sign(page, nonce),
      await sign(page, nonce),
    ];

    const taken = await exchange(first, { nonce });
    const again = await exchange(first, { nonce });
    const swapped = await exchange(second, { nonce: other });
    const elsewhere = await exchange(third, { nonce, tenantId: 'acme-salesforce' });

    assert.equal(taken.code, undefined);
    assert.deepEqual(
      [again.code, swapped.code, elsewhere.code],
      ['assertion_used', 'assertion_refused', 'assertion_refused'],
    );
  });

  it('signs for nobody whom the help desk doesn’t know, and for no other site’s page', async () => {
    const { port } = new URL(demo.ownConsole);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${demo.ownConsole}/login?user=ada`);
    const cookie = (await context.cookies(demo.ownConsole))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const ask = (headers: Readonly<Record<string, string>>) =>
      fetch(`http://127.0.0.1:${port}/handrail-assertions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ nonce: 'n'.repeat(22), customerId: null }),
      });

    const nobody = await ask({ origin: demo.ownConsole });
    const foreign = await ask({ origin: demo.shop, cookie });

    assert.deepEqual([nobody.status, foreign.status], [403, 403]);
  });
});
