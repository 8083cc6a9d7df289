import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { axeFindings } from '../../support/axe.ts';
import { openConsole, signIn } from './console-person.ts';
import { type PanelServer, tokenOf } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

/** What the console around the panel says of who is here. */
describe('a panel whose console says who is here', { timeout: 120_000 }, () => {
  let stage: PanelStage;
  let server: PanelServer;
  let context: BrowserContext;

  before(async () => {
    stage = await openPanelStage();
    server = stage.server;
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    server.world.signIn = { status: 'pending' };
    server.world.exchanged = tokenOf();
    server.world.renewed = {};
    server.world.bootstrap = { bootstrapCode: null, bootstrapRefusal: null };
    server.world.refusals.clear();
    server.world.asked.length = 0;
    server.world.sessions = [];
    context = await stage.browser.newContext();
  });
  afterEach(() => context.close());

  it('is signed in by the console’s word, without a click', async () => {
    server.world.exchanged = tokenOf({ name: 'Ada Agent' });
    const own = await openConsole(context, server, 'salesforce', 'yes');

    await own.panel.getByRole('button', { name: 'Start session' }).waitFor();
    const asked = server.world.asked.find(({ path }) => path === 'POST /api/auth/assertions');
    const { proof } = JSON.parse(asked?.body ?? '');
    assert.equal(proof.assertion.split('.')[2], proof.nonce);
  });

  it('offers to connect to the CRM, and starts nothing before', async () => {
    for (const [connection, text] of [
      ['needed', 'Let Handrail read cases and write notes as you.'],
      ['revoked', 'Salesforce has ended Handrail’s access.'],
    ] as const) {
      server.world.exchanged = tokenOf({ connection });
      const own = await openConsole(context, server, 'salesforce', 'yes');

      await own.panel.getByText(text).waitFor();
      assert.equal(await own.panel.getByRole('button', { name: 'Start session' }).count(), 0);
      assert.deepEqual(await axeFindings(own.panel), []);
      await signIn(own, server, tokenOf());
      await own.panel.getByRole('button', { name: 'Start session' }).waitFor();
      await own.page.close();
    }
  });

  it('calls somebody of whom only the id is known so', async () => {
    server.world.bootstrap = { bootstrapCode: 'A'.repeat(43), bootstrapRefusal: null };
    const id = '900100001';
    server.world.exchanged = tokenOf({
      connection: 'needed',
      name: `Zendesk agent ${id}`,
      onlyId: id,
    });
    const own = await openConsole(context, server, 'zendesk', 'yes');

    await own.panel.getByText('You (Zendesk agent 900100001)', { exact: true }).waitFor();
  });

  it('says who signed in instead, when it is somebody else', async () => {
    server.world.exchanged = tokenOf({ connection: 'needed' });
    const own = await openConsole(context, server, 'salesforce', 'yes');
    const problem = {
      type: 'urn:x',
      title: 'No.',
      status: 403,
      code: 'wrong_account',
      account: 'Sam',
    } as const;
    server.world.signIn = { status: 'failed', problem };

    await own.panel.getByRole('button', { name: 'Sign in with Salesforce' }).click();

    await own.panel.getByRole('alert').filter({ hasText: 'signed in to the CRM as Sam' }).waitFor();
  });

  it('says plainly why the console signs nothing, and what to do', async () => {
    for (const [reason, text] of [
      ['no_permission', 'Your account has no Handrail permission.'],
      ['no_access', 'You are not allowed to see this case.'],
      ['not_configured', 'the certificate to sign with is missing'],
    ] as const) {
      const own = await openConsole(context, server, 'salesforce', reason);

      await own.panel.getByRole('alert').filter({ hasText: text }).waitFor();
      assert.deepEqual(await axeFindings(own.panel), []);
      await own.page.close();
    }
  });

  it('says why what Zendesk signed was not taken, and takes its code when it was', async () => {
    server.world.bootstrap = { bootstrapCode: null, bootstrapRefusal: 'assertion_key_missing' };
    const refused = await openConsole(context, server, 'zendesk', 'yes');
    await refused.panel.getByRole('alert').filter({ hasText: 'doesn’t know this console’s key' }).waitFor();

    server.world.bootstrap = { bootstrapCode: 'A'.repeat(43), bootstrapRefusal: null };
    const taken = await openConsole(context, server, 'zendesk', 'yes');

    await taken.panel.getByRole('button', { name: 'Start session' }).waitFor();
  });

  it('says that the CRM has ended the access, with a button to connect again', async () => {
    const ada = await openConsole(context, server);
    await signIn(ada, server);
    server.world.refusals.set('POST /sessions', 'auth_revoked');
    server.world.renewed = { connection: 'revoked', roles: [], permissions: [] };

    await ada.panel.getByRole('button', { name: 'Start session' }).click();

    await ada.panel.getByRole('alert').filter({ hasText: 'has ended Handrail’s access' }).waitFor();
    server.world.refusals.clear();
    server.world.renewed = {};
    await signIn(ada, server);
  });

  it('asks for a fresh word of the console before the bearer expires', async () => {
    server.world.exchanged = tokenOf();
    await context.clock.install();
    const own = await openConsole(context, server, 'salesforce', 'yes');
    await own.panel.getByRole('button', { name: 'Start session' }).waitFor();

    const again = own.page.waitForRequest(/\/api\/auth\/assertions$/);
    await context.clock.fastForward('00:50:00');
    await again;
  });
});
