import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { signInProofInput } from '../../../protocol/http/authentication.ts';
import { axeFindings } from '../../support/axe.ts';
import { type ConsolePerson, openConsole, signIn } from './console-person.ts';
import { type PanelServer, tokenOf } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

/** Asks the window that opened this one for the proof, as the popup does. */
const askOpener = (popup: Page, transactionId: string): Promise<unknown> =>
  popup.evaluate(
    (id) =>
      new Promise((resolve) => {
        addEventListener('message', ({ data }) => resolve(data));
        setTimeout(resolve, 1_000, 'no answer');
        const message = { type: 'handrail.sign-in.proof.requested', transactionId: id };
        (window.opener as Window).postMessage(message, '*');
      }),
    transactionId,
  );

describe('signing in at the panel', { timeout: 60_000 }, () => {
  let stage: PanelStage;
  let server: PanelServer;
  let context: BrowserContext;
  let ada: ConsolePerson;

  before(async () => {
    stage = await openPanelStage();
    server = stage.server;
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    server.world.signIn = { status: 'pending' };
    server.world.sessions = [];
    server.world.refusals.clear();
    server.world.asked.length = 0;
    context = await stage.browser.newContext();
    ada = await openConsole(context, server);
  });
  afterEach(() => context.close());

  const begin = async (): Promise<Page> => {
    const popup = context.waitForEvent('page');
    await ada.panel.getByRole('button', { name: 'Sign in with Salesforce' }).click();
    const page = await popup;
    await page.waitForURL(/\/auth\/start\//);
    return page;
  };

  it('opens the popup from the click and shows the code to compare', async () => {
    const popup = await begin();

    assert.match(popup.url(), /\/auth\/start\/sgn_/);
    assert.equal(await ada.panel.getByLabel('Sign-in code').textContent(), 'K7QX');
    assert.deepEqual(await axeFindings(ada.panel), []);
  });

  it('proves to its own popup that it holds the secret', async () => {
    const popup = await begin();
    const id = new URL(popup.url()).pathname.split('/').at(-1) ?? '';

    const answer = (await askOpener(popup, id)) as { readonly proof: string };

    const bearer = await pollBearer(server);
    const expected = createHash('sha256')
      .update(signInProofInput(Buffer.from(bearer, 'base64url')))
      .digest('base64url');
    assert.equal(answer.proof, expected);
  });

  it('proves nothing to a popup of another sign-in, nor to a page of another origin', async () => {
    const popup = await begin();
    const id = new URL(popup.url()).pathname.split('/').at(-1) ?? '';

    assert.equal(await askOpener(popup, `${id.slice(0, -1)}_`), 'no answer');
    await popup.evaluate((url) => location.assign(url), `${server.zendesk}/elsewhere`);
    await popup.waitForURL(/elsewhere/);
    assert.equal(await askOpener(popup, id), 'no answer');
  });

  it('shows a link where the browser blocks the popup', async () => {
    await ada.panel.evaluate(() => {
      window.open = () => null;
    });
    await ada.panel.getByRole('button', { name: 'Sign in with Salesforce' }).click();

    const link = ada.panel.getByRole('link', { name: 'Open the sign-in window' });
    const popup = context.waitForEvent('page');
    await link.click();
    assert.match((await popup).url(), /\/auth\/start\/sgn_|about:blank/);
    assert.deepEqual(await axeFindings(ada.panel), []);
  });

  it('signs a second panel in without a click, and both out together', async () => {
    await signIn(ada, server);
    const second = await openConsole(context, server);
    await second.panel.getByRole('button', { name: 'Start session' }).waitFor();

    // Both panels forget the bearer first: the server hears of it after that.
    const told = second.page.waitForRequest(/\/api\/auth\/sign-outs$/);
    await second.panel.getByRole('button', { name: 'Sign out' }).click();

    await ada.panel.getByRole('button', { name: 'Sign in with Salesforce' }).waitFor();
    assert.equal((await told).method(), 'POST');
  });

  it('renews the bearer before it expires, and goes on with the new one', async () => {
    await context.clock.install();
    await signIn(ada, server);
    await ada.panel.getByRole('button', { name: 'Start session' }).waitFor();
    const first = server.world.asked.find(({ path }) => path.startsWith('GET /api/sessions'))?.bearer;

    const renewed = ada.page.waitForResponse(/\/api\/auth\/renewals$/);
    await context.clock.fastForward('00:50:00');
    await renewed;
    await ada.panel.getByRole('button', { name: 'Start session' }).click();
    await ada.panel.getByRole('textbox', { name: 'Session link' }).waitFor();
    const started = server.world.asked.find(({ path }) => path === 'POST /api/sessions');
    assert.notEqual(started?.bearer, first);
  });

  it('says which role is missing and what gives it, and offers no session', async () => {
    const missingRole = { role: 'agent' as const, givenBy: ['Handrail agents', 'Second line'] };
    await signIn(ada, server, tokenOf({ roles: [], permissions: [], missingRole }));

    await ada.panel.getByText('you don’t have the Handrail role “agent”').waitFor();
    await ada.panel.getByRole('listitem').filter({ hasText: 'Second line' }).waitFor();
    assert.equal(await ada.panel.getByRole('button', { name: 'Start session' }).count(), 0);
    assert.deepEqual(await axeFindings(ada.panel), []);
  });

  it('says what was refused, and lets the agent try again', async () => {
    const problem = { type: 'urn:x', title: 'No.', status: 403, code: 'wrong_organization' } as const;
    server.world.signIn = { status: 'failed', problem };
    await begin();

    await ada.panel.getByRole('alert').filter({ hasText: 'another organization' }).waitFor();
    await signIn(ada, server);
  });

  it('asks to sign in again when the server no longer knows the bearer', async () => {
    await signIn(ada, server);
    server.world.refusals.set('POST /sessions', 'unauthorized');

    await ada.panel.getByRole('button', { name: 'Start session' }).click();

    await ada.panel.getByRole('alert').filter({ hasText: 'You have been signed out' }).waitFor();
  });
});

/** The secret that the panel polls with: it is in no message of the popup's. */
const pollBearer = async ({ world }: PanelServer): Promise<string> => {
  const end = performance.now() + 5_000;
  for (;;) {
    const look = world.asked.find(({ path }) => path.startsWith('GET /api/auth/transactions/'));
    if (look?.bearer) return look.bearer;
    if (performance.now() > end) throw new Error('The panel did not poll.');
    await new Promise((resolve) => setImmediate(resolve));
  }
};
