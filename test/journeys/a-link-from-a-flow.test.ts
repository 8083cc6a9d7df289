import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { deriveJoinSecrets, joinLink, makeJoinKey } from '../../widgets/seal/join-key.ts';
import { openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const caseId = '500000000000001AAA';
const within = { timeout: 20_000 };

interface Answer {
  readonly status: number;
  readonly body: { readonly sessionId?: string; readonly code?: string };
}

describe('a link that automation in Salesforce makes', () => {
  let demo: Demo;
  let browser: Browser;

  before(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** What Apex signs for whoever is signed in on this page. */
  const mint = (page: Page, nonce: string): Promise<string> =>
    page.evaluate(
      async ([recordId, asked]) => {
        const response = await fetch('/lightning/apex/HandrailAssertion/mint', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ recordId, nonce: asked }),
        });
        return (await response.json()).assertion;
      },
      [caseId, nonce],
    );

  /** As `HandrailLink` calls out: from a server, with no bearer and no cookie. */
  const start = async (
    assertion: string,
    proofHash: string,
    tenantId = 'acme-salesforce',
  ): Promise<Answer> => {
    const { port } = new URL(demo.handrail);
    const response = await fetch(`http://127.0.0.1:${port}/api/console-sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tenantId, assertion, proofHash }),
    });
    return { status: response.status, body: await response.json() };
  };

  it('lets the customer in, and what was signed for it works once', async () => {
    const ada = await openCase(await browser.newContext(), demo, 'salesforce');
    await ada.signIn();
    const joinKey = makeJoinKey();
    const { proofHash } = await deriveJoinSecrets(joinKey);
    const assertion = await mint(ada.console, proofHash);

    const started = await start(assertion, proofHash);
    assert.equal(started.status, 201, JSON.stringify(started.body));
    const again = await start(assertion, proofHash);

    assert.equal(again.body.code, 'assertion_used');
    const link = joinLink(demo.handrail, started.body.sessionId ?? '', joinKey);
    await joinByLink(await browser.newContext(), demo, link);
  });

  it('is refused to whoever holds another session’s key, another tenant’s id, or nothing signed', async () => {
    const ada = await openCase(await browser.newContext(), demo, 'salesforce');
    const [mine, other] = await Promise.all(
      [makeJoinKey(), makeJoinKey()].map((key) => deriveJoinSecrets(key)),
    );
    assert.ok(mine && other);

    const swapped = await start(await mint(ada.console, mine.proofHash), other.proofHash);
    const elsewhere = await start(await mint(ada.console, mine.proofHash), mine.proofHash, 'acme-zendesk');
    const unsigned = await start('a.b.c', mine.proofHash);

    assert.deepEqual(
      [swapped, elsewhere, unsigned].map(({ body }) => body.code),
      ['assertion_refused', 'assertion_refused', 'assertion_refused'],
    );
  });

  it('needs the agent to have connected to Salesforce once', async () => {
    const sam = await openCase(await browser.newContext(), demo, 'salesforce', 'sam');
    const { proofHash } = await deriveJoinSecrets(makeJoinKey());

    const answer = await start(await mint(sam.console, proofHash), proofHash);

    assert.notEqual(answer.status, 201);
    assert.match(answer.body.code ?? '', /missing_role|auth_revoked/);
    await sam.panel().getByRole('button', { name: 'Sign in with Salesforce' }).waitFor(within);
  });
});
