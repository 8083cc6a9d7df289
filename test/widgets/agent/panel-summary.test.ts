import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { SessionState, SessionView } from '../../../protocol/http/sessions.ts';
import type { PartState, WriteBackView } from '../../../protocol/http/write-back.ts';
import { axeFindings } from '../../support/axe.ts';
import { until } from '../../support/until.ts';
import { type ConsolePerson, openConsole, signIn, startSession } from './console-person.ts';
import { type PanelServer, sessionOf } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

const over = (endedAt = Date.now()): SessionState => ({
  name: 'ended',
  endedAt,
  by: 'visitor',
  reason: 'ended_by_visitor',
  durationMs: 240_000,
});
const summaryOf = (state: PartState, outcomeUntil: number | null = null): WriteBackView => ({
  outcomeUntil,
  outcome: null,
  parts: [
    { part: 'note', state },
    { part: 'record', state },
  ],
});

describe('the summary in the panel', { timeout: 240_000 }, () => {
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
    server.world.refusals.clear();
    server.world.asked.length = 0;
    context = await stage.browser.newContext();
    ada = await openConsole(context, server);
    await signIn(ada, server);
  });
  afterEach(() => context.close());

  const button = (name: string) => ada.panel.getByRole('button', { name, exact: true });
  const status = (text: string) => ada.panel.getByRole('status').filter({ hasText: text }).first();
  const change = (session: Partial<SessionView>): void => {
    server.world.sessions = server.world.sessions.map((one) => ({ ...one, ...session }));
  };
  const told = () =>
    server.world.asked.filter(({ path }) => path.endsWith('/outcomes')).map(({ body }) => JSON.parse(body));
  const endAsking = async (): Promise<void> => {
    await startSession(ada);
    change({ state: over(), writeBack: summaryOf({ name: 'pending' }, Date.now() + 20_000) });
    await ada.panel.getByRole('group', { name: 'How did it go?' }).waitFor();
  };

  it('asks how it went, keeps what is begun, and sends it with one press', async () => {
    await endAsking();
    assert.deepEqual(await axeFindings(ada.panel), []);

    await ada.panel.getByRole('radio', { name: 'Follow-up' }).check();
    await until(async () => told().length > 1, 'the beginning to be kept');
    await ada.panel.getByRole('textbox', { name: 'In one sentence (optional)' }).fill('Call on Monday.');
    await button('Save').click();

    await status('Outcome: Follow-up').waitFor();
    // From the first touch of a field it is waited for.
    assert.deepEqual(told()[0], { outcome: null, comment: '', finished: false });
    assert.deepEqual(told()[1], { outcome: 'follow_up', comment: '', finished: false });
    assert.deepEqual(told().at(-1), { outcome: 'follow_up', comment: 'Call on Monday.', finished: true });
    await ada.panel.getByRole('group', { name: 'How did it go?' }).waitFor({ state: 'detached' });
  });

  it('can be skipped', async () => {
    await endAsking();

    await button('Skip').click();

    await status('A note is being written on the case').waitFor();
    assert.deepEqual(told(), [{ outcome: null, comment: '', finished: true }]);
  });

  it('still asks when the note is on the case, and follows what is added', async () => {
    await startSession(ada);
    change({ state: over(), writeBack: summaryOf({ name: 'written' }, Date.now() + 280_000) });
    await status('A note about it is on the case.').waitFor();
    await ada.panel.getByText('what you say later is added to it').waitFor();
    await ada.panel.getByRole('radio', { name: 'Solved', exact: true }).check();
    const { parts } = summaryOf({ name: 'written' });
    await button('Save').click();

    await status('Outcome: Solved').waitFor();
    await ada.panel.getByRole('group', { name: 'How did it go?' }).waitFor({ state: 'detached' });
    const added = { part: 'outcome', state: { name: 'pending' } } as const;
    change({ writeBack: { outcomeUntil: null, outcome: 'solved', parts: [...parts, added] } });
    const again = await openConsole(context, server);
    await again.panel.getByRole('status').filter({ hasText: 'is being added' }).waitFor();
    assert.deepEqual(await axeFindings(again.panel), []);
    change({
      writeBack: {
        outcomeUntil: null,
        outcome: 'solved',
        parts: [...parts, { ...added, state: { name: 'written' } }],
      },
    });
    await again.panel.getByRole('status').filter({ hasText: 'How it went is on the case, too.' }).waitFor();
  });

  it('asks no more once the time for it is over', async () => {
    await startSession(ada);
    change({ state: over(), writeBack: summaryOf({ name: 'written' }, Date.now() + 6_000) });
    await ada.panel.getByRole('group', { name: 'How did it go?' }).waitFor();

    await ada.panel.getByRole('group', { name: 'How did it go?' }).waitFor({ state: 'detached' });
  });

  it('says so when it is too late', async () => {
    await endAsking();
    server.world.refusals.set('POST /sessions/', 'outcome_late');

    await ada.panel.getByRole('radio', { name: 'Not solved', exact: true }).check();
    await button('Save').click();

    await ada.panel.getByRole('alert').filter({ hasText: 'too late' }).waitFor();
  });

  it('tells until when and why the CRM is waited for, and tries again at once when asked', async () => {
    await startSession(ada);
    const at = Date.now() + 3_600_000;
    const state: PartState = { name: 'retrying', at, problem: 'crm_quota_exhausted' };
    change({ state: over(), writeBack: summaryOf(state) });
    await status('The note is not on the case yet. Next try:').waitFor();
    await status('The CRM takes no more calls today.').waitFor();
    assert.deepEqual(await axeFindings(ada.panel), []);

    await button('Retry now').click();

    await status('A note about it is on the case.').waitFor();
    await button('Retry now').waitFor({ state: 'detached' });
  });

  it('is shown with its case after a reload, until it is where it belongs', async () => {
    const failed: PartState = { name: 'failed', problem: 'crm_forbidden' };
    server.world.sessions = [
      sessionOf({ state: over(Date.now() - 60_000), note: 'failed', writeBack: summaryOf(failed) }),
    ];
    const again = await openConsole(context, server);

    await again.panel.getByRole('alert').filter({ hasText: 'could not be written' }).waitFor();
    await again.panel.getByRole('button', { name: 'Retry now' }).click();
    await again.panel.getByRole('status').filter({ hasText: 'A note about it is on the case.' }).waitFor();
    await again.panel.getByRole('button', { name: 'Start session' }).waitFor();
  });
});
