import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { SessionState, SessionView } from '../../../protocol/http/sessions.ts';
import type { PartState, WriteBackView } from '../../../protocol/http/write-back.ts';
import { axeFindings } from '../../support/axe.ts';
import { type ConsolePerson, openConsole, panelOf, signIn, startSession } from './console-person.ts';
import { type PanelServer, sessionOf, tokenOf } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

const summaryOf = (state: PartState, outcomeUntil: number | null = null): WriteBackView => ({
  outcomeUntil,
  outcome: null,
  parts: [{ part: 'note', state }],
});

const active: SessionState = { name: 'active', joinedAt: 1, activeAt: 1, by: 'link' };

describe('a session in the panel', { timeout: 240_000 }, () => {
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
    server.world.sessions = [];
    server.world.codeLifetimeMs = 600_000;
    server.world.refusals.clear();
    server.world.asked.length = 0;
    context = await stage.browser.newContext();
    ada = await openConsole(context, server);
    await signIn(ada, server);
  });
  afterEach(() => context.close());

  const button = (name: string) => ada.panel.getByRole('button', { name, exact: true });
  const status = () => ada.panel.getByRole('status', { name: 'Session status' });
  const change = (session: Partial<SessionView>): void => {
    server.world.sessions = server.world.sessions.map((one) => ({ ...one, ...session }));
  };

  it('starts with a link and a code, and never tells the server the key of the link', async () => {
    const link = await startSession(ada);
    const key = link.split('#')[1] ?? '';

    assert.match(link, new RegExp(`^${server.handrail}/join/ses_[A-Za-z0-9_-]{22}#[A-Za-z0-9_-]{43}$`));
    assert.equal(await ada.panel.getByRole('textbox', { name: 'Session code' }).inputValue(), '123 456 789');
    await status().filter({ hasText: 'Waiting for the customer' }).waitFor();
    assert.ok(!JSON.stringify(server.world.asked).includes(key));
    assert.deepEqual(await axeFindings(ada.panel), []);
  });

  it('needs no scrolling sideways at 300 px, with long names', async () => {
    await ada.panel.getByRole('button', { name: 'Sign out' }).click();
    await signIn(
      ada,
      server,
      tokenOf({ name: 'Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley' }),
    );
    await startSession(ada);

    const { inner, content } = await ada.panel.evaluate(() => ({
      inner: innerWidth,
      content: document.documentElement.scrollWidth,
    }));
    assert.equal(inner, 300);
    assert.ok(content <= inner, `${content} px of content`);
  });

  it('puts the link into the reply, and says so', async () => {
    const link = await startSession(ada);
    await button('Insert into reply').click();

    await ada.panel.getByText('The link is in the reply.').waitFor();
    const reply = await ada.page.getByRole('textbox', { name: 'Reply' }).inputValue();
    assert.ok(reply.includes(link) && reply.includes('Acme Outdoor'));
  });

  it('says when the link could not be put into the reply', async () => {
    await context.clock.install();
    await startSession(ada);
    await ada.page.evaluate(() => {
      window.mute = true;
    });
    await button('Insert into reply').click();
    await context.clock.fastForward(6_000);

    await ada.panel.getByRole('alert').filter({ hasText: 'Copy it instead' }).waitFor();
  });

  it('opens the live view from the click, with the key and a fresh code in the fragment', async () => {
    const link = await startSession(ada);
    const key = link.split('#')[1] ?? '';
    const opened = context.waitForEvent('page');
    await button('Open live view').click();
    const view = await opened;

    await view.waitForURL(/\/live\/ses_/);
    assert.match(new URL(view.url()).hash, new RegExp(`^#${key}\\.[A-Za-z0-9_-]{43}$`));
    assert.equal(await view.evaluate(() => window.opener), null);
  });

  it('offers a link where the browser blocks the live view', async () => {
    await startSession(ada);
    await ada.panel.evaluate(() => {
      window.open = () => null;
    });
    await button('Open live view').click();

    const link = ada.panel.getByRole('link', { name: 'Open it here, within a minute' });
    assert.match((await link.getAttribute('href')) ?? '', /\/live\/ses_.+#.+\./);
  });

  it('cancels before the customer has joined', async () => {
    await startSession(ada);
    await button('Cancel link').click();

    await status().filter({ hasText: 'no longer work' }).waitFor();
    await button('Start session').waitFor();
    const focused = await ada.panel.evaluate(
      () =>
        document.querySelector('handrail-panel')?.shadowRoot?.querySelector('handrail-session-card')
          ?.shadowRoot?.activeElement?.localName,
    );
    assert.equal(focused, 'h2');
  });

  it('follows the customer in, ends, and tells what became of the note', async () => {
    await startSession(ada);
    change({ state: active, visitorPresent: true });
    await status().filter({ hasText: 'sharing the page' }).waitFor();
    assert.equal(await ada.panel.getByRole('textbox').count(), 0);
    assert.deepEqual(await axeFindings(ada.panel), []);

    await button('End session').click();
    await status().filter({ hasText: 'You ended the session.' }).waitFor();
    await ada.panel.getByRole('status').filter({ hasText: 'A note about it is on the case.' }).waitFor();
  });

  it('waits for the note on the case', async () => {
    await startSession(ada);
    const state: SessionState = {
      name: 'ended',
      endedAt: 2,
      by: 'visitor',
      reason: 'ended_by_visitor',
      durationMs: 240_000,
    };
    change({ state, writeBack: summaryOf({ name: 'pending' }) });
    await status().filter({ hasText: 'The customer ended the session. It took 4 minutes.' }).waitFor();
    await ada.panel.getByRole('status').filter({ hasText: 'being written' }).waitFor();

    change({ writeBack: summaryOf({ name: 'failed', problem: 'case_closed' }) });
    const alert = ada.panel.getByRole('alert').filter({ hasText: 'could not be written' });
    await alert.filter({ hasText: 'The case is closed' }).waitFor();
  });

  it('makes a new code when the old one is over', async () => {
    server.world.codeLifetimeMs = 1_500;
    await startSession(ada);
    await ada.panel.getByText('This code is over.').waitFor();

    server.world.codeLifetimeMs = 600_000;
    await button('New code').click();
    await ada.panel.getByRole('timer').waitFor();
    assert.ok(server.world.asked.some(({ path }) => path.endsWith('/join-codes')));
  });

  it('gets the link from another panel after a reload', async () => {
    const link = await startSession(ada);
    const second = await openConsole(context, server);

    assert.equal(await second.panel.getByRole('textbox', { name: 'Session link' }).inputValue(), link);
  });

  it('offers to start again when the last panel that knew the link was reloaded', async () => {
    const old = await startSession(ada);
    await ada.page.reload();
    ada = { page: ada.page, panel: await panelOf(ada.page) };
    await signIn(ada, server);
    await button('Start again').waitFor();
    assert.deepEqual(await axeFindings(ada.panel), []);

    await button('Start again').click();
    const link = await ada.panel.getByRole('textbox', { name: 'Session link' }).inputValue();
    assert.notEqual(link, old);
    assert.ok(server.world.asked.some(({ path }) => path.endsWith('/cancellations')));
  });

  it('keeps a session in sight when another case is opened', async () => {
    await startSession(ada);
    await ada.page.evaluate(() => window.openCase('35437'));

    await button('Start session').waitFor();
    await ada.panel.getByText('Your session on case 35436 is still on.').waitFor();
    await ada.page.evaluate(() => window.openCase('35436'));
    await ada.panel.getByRole('textbox', { name: 'Session link' }).waitFor();
  });

  it('says what the server refuses, and that it can’t be reached, and goes on after', async () => {
    server.world.refusals.set('POST /sessions', 'crm_unavailable');
    await button('Start session').click();
    await ada.panel.getByRole('alert').filter({ hasText: 'The CRM doesn’t answer' }).waitFor();
    server.world.refusals.clear();

    await startSession(ada);
    await context.setOffline(true);
    await ada.panel.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    await context.setOffline(false);
    await ada.panel.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('shows a session that another panel was quicker to start', async () => {
    await button('Start session').waitFor();
    server.world.refusals.set('POST /sessions', 'session_exists');
    server.world.sessions = [sessionOf()];
    await button('Start session').click();

    await button('Start again').waitFor();
  });
});
