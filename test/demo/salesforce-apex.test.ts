import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { makeSigningKey } from '../../demo/salesforce/apex/signing-key.ts';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { client } from './consenting-person.ts';
import { startStandInPanel } from './stand-in-panel.ts';

const key = makeSigningKey();
const nonce = 'n'.repeat(43);
const caseId = '500000000000001AAA';
const restricted = '500000000000009AAA';

/** A panel that asks what the test tells it to, and keeps what it hears. */
const panel = (): string => `<script>
  window.heard = [];
  window.ask = (message) => parent.postMessage(message, document.referrer.replace(/\\/$/, ''));
  addEventListener('message', ({ data }) => window.heard.push(data));
  window.ask({ type: 'handrail.ready', version: 1 });
</script>`;

declare global {
  interface Window {
    heard: Record<string, unknown>[];
    ask(message: unknown): void;
  }
}

describe('the Lightning components in the simulated Salesforce', () => {
  let browser: Browser;
  let standIn: Awaited<ReturnType<typeof startStandInPanel>>;
  let running: Running;

  before(async () => {
    standIn = await startStandInPanel(panel);
    running = await startSalesforce({
      port: 0,
      client,
      assertionKey: key.privatePem,
      panelUrl: `${standIn.origin}/embed/acme-salesforce`,
    });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
    await standIn?.stop();
  });

  const open = async (user: string, app: 'standard' | 'console' = 'standard'): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    if (app === 'console') await page.goto(`${running.origin}/lightning/app/console`);
    await page.goto(`${running.origin}/login?user=${user}`);
    await page.frameLocator('iframe[title="Handrail"]').locator('#heard').waitFor({ state: 'attached' });
    return page;
  };

  const ask = async (page: Page, message: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const frame = await (await page.locator('iframe[title="Handrail"]').elementHandle())?.contentFrame();
    assert.ok(frame);
    const requestId = crypto.randomUUID();
    await frame.evaluate((asked) => window.ask(asked), { ...message, requestId });
    const found = await frame.waitForFunction(
      (id) => window.heard.find((one) => one.requestId === id),
      requestId,
    );
    return (await found.jsonValue()) ?? {};
  };

  const claimsOf = (assertion: string): Record<string, unknown> => {
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const publicKey = createPublicKey(key.publicPem);
    assert.ok(
      verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')),
    );
    assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url').toString()), { alg: 'RS256', typ: 'JWT' });
    return JSON.parse(Buffer.from(body, 'base64url').toString());
  };

  it('sign who is beside which case, with the permissions that the person holds', async () => {
    const answer = await ask(await open('sam'), { type: 'handrail.assertion.requested', nonce });
    const claims = claimsOf(String(answer.assertion));

    assert.equal(answer.type, 'handrail.assertion.answered');
    assert.deepEqual(claims.perms, ['Handrail_Agent', 'Handrail_Supervisor']);
    assert.equal(claims.nonce, nonce);
    assert.equal(claims.rec, caseId);
    assert.equal(claims.aud, standIn.origin);
    assert.equal(claims.name, 'Sam Supervisor');
    assert.match(String(claims.iss), /^00D\w{15}$/);
    assert.match(String(claims.sub), /^005\w{15}$/);
    assert.equal(Number(claims.exp) - Number(claims.iat), 60);
  });

  it('sign each assertion for one use', async () => {
    const page = await open('ada');
    const [first, second] = [
      await ask(page, { type: 'handrail.assertion.requested', nonce }),
      await ask(page, { type: 'handrail.assertion.requested', nonce }),
    ];

    assert.notEqual(claimsOf(String(first.assertion)).jti, claimsOf(String(second.assertion)).jti);
  });

  it('sign nothing for somebody who holds no permission, and say so above the panel', async () => {
    const page = await open('nora');
    const answer = await ask(page, { type: 'handrail.assertion.requested', nonce });

    assert.equal(answer.type, 'handrail.assertion.refused');
    assert.equal(answer.reason, 'no_permission');
    await page.getByRole('alert').getByText('You hold none of Handrail’s permissions').waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });

  it('call Apex that looks at the case itself: a person may sign for no case that isn’t theirs', async () => {
    const page = await open('ada');
    const answer = await page.evaluate(
      async ([recordId, n]) => {
        const response = await fetch('/lightning/apex/HandrailAssertion/mint', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ recordId, nonce: n }),
        });
        return response.json();
      },
      [restricted, nonce],
    );

    assert.deepEqual(answer, { refusal: 'no_access' });
  });

  it('can’t be asked from another site', async () => {
    const answer = await fetch(`http://127.0.0.1:${running.port}/lightning/apex/HandrailAssertion/mint`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://evil.localhost' },
      body: JSON.stringify({ recordId: caseId, nonce }),
    });

    assert.equal(answer.status, 403);
  });

  it('put a drafted email into the case’s composer', async () => {
    const page = await open('ada');
    const mail = { subject: 'Let us look', text: 'Please open it', html: '<p>Please open <b>it</b></p>' };
    const answer = await ask(page, { type: 'handrail.email.draft', ...mail });

    assert.equal(answer.type, 'handrail.email.drafted');
    assert.equal(await page.getByRole('textbox', { name: 'Reply' }).inputValue(), 'Please open it\n');
  });

  it('leave the live view to a window of its own in a standard app, which has no sub-tabs', async () => {
    const page = await open('ada');
    const url = `${standIn.origin}/live/ses_${'a'.repeat(22)}#${'k'.repeat(43)}.c`;
    const answer = await ask(page, { type: 'handrail.live-view.open', url });

    assert.equal(answer.type, 'handrail.live-view.refused');
    assert.equal(await page.getByRole('tab', { name: 'Live view' }).count(), 0);
  });

  it('open the live view in a sub-tab of a console app, whose address has no key in it', async () => {
    const page = await open('ada', 'console');
    const url = `${standIn.origin}/live/ses_${'a'.repeat(22)}#${'k'.repeat(43)}.c`;
    const answer = await ask(page, { type: 'handrail.live-view.open', url });
    const tab = page.getByRole('tab', { name: 'Live view' });

    assert.equal(answer.type, 'handrail.live-view.opened');
    assert.equal(await tab.getAttribute('aria-selected'), 'true');
    const frame = page.locator('iframe[title="Live view"]');
    assert.equal(await frame.getAttribute('src'), url.replace('/live/', '/embed/acme-salesforce/live/'));
    assert.ok(!page.url().includes('kkk'));
    assert.deepEqual(await axeFindings(page), []);

    await page.getByRole('tab', { name: 'Case' }).click();
    await page.locator('iframe[title="Handrail"]').waitFor();
    assert.equal(await frame.isVisible(), false);
  });

  it('open the panel in a sub-tab of its own by the case’s quick action', async () => {
    const page = await open('ada', 'console');
    await page.getByRole('button', { name: 'Start Handrail session' }).click();

    await page.getByRole('tab', { name: 'Handrail' }).waitFor();
    await page.getByRole('tabpanel', { name: 'Handrail' }).locator('iframe[title="Handrail"]').waitFor();
  });

  it('say what to change when something sandboxes the frame', async () => {
    const sandboxed = await startStandInPanel(() => panel().replace(/document\.referrer[^)]*\)/, "'*'"), {
      'Content-Security-Policy': 'sandbox allow-scripts',
    });
    const elsewhere = await startSalesforce({ port: 0, client, panelUrl: `${sandboxed.origin}/embed/acme` });
    const page = await browser.newPage();
    await page.goto(`${elsewhere.origin}/login?user=ada`);

    await page.getByRole('alert').getByText('isolates Handrail’s frame').waitFor();
    await page.getByRole('alert').getByText('allow-same-origin').waitFor();
    assert.equal(await page.locator('iframe[title="Handrail"]').count(), 0);
    await elsewhere.stop();
    await sandboxed.stop();
  });

  it('leave no frame to a page that is not Handrail’s', async () => {
    const page = await open('ada');
    const answer = await ask(page, {
      type: 'handrail.live-view.open',
      url: 'http://evil.localhost/live/ses_a#b',
    });

    assert.equal(answer.type, 'handrail.live-view.refused');
  });
});
