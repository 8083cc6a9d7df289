import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import type { Permission } from '../../../protocol/permission.ts';
import { axeFindings } from '../../support/axe.ts';
import { type ConsolePerson, openConsole, signIn } from './console-person.ts';
import { tokenOf } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

const recording: ArtifactView = {
  id: `art_${'a'.repeat(22)}`,
  sessionId: `ses_${'a'.repeat(22)}`,
  caseNumber: '35436',
  kind: 'recording',
  name: 'recording.handrail',
  contentType: 'application/vnd.handrail.recording',
  bytes: 1_234_567,
  sha256: 'ab'.repeat(32),
  state: 'stored',
  problem: null,
  sealing: 'handrail',
  target: 'disk',
  url: null,
  createdBy: 'agent:agt_1',
  createdAt: Date.UTC(2026, 10, 23, 9),
  expiresAt: Date.UTC(2026, 11, 23),
  verifiedAt: null,
  deleted: null,
  durationMs: 65_000,
};
const bill: ArtifactView = {
  ...recording,
  id: `art_${'b'.repeat(22)}`,
  kind: 'transfer',
  name: 'bill.pdf',
  durationMs: null,
  state: 'kept',
};

describe('what was kept of a case’s sessions, in the panel', { timeout: 240_000 }, () => {
  let stage: PanelStage;
  let context: BrowserContext;
  let ada: ConsolePerson;

  before(async () => {
    stage = await openPanelStage();
  });
  after(() => stage?.stop());
  beforeEach(async () => {
    stage.server.world.kept = [recording, bill];
    context = await stage.browser.newContext();
    ada = await openConsole(context, stage.server);
  });
  afterEach(() => context.close());

  const enter = (...permissions: Permission[]) =>
    signIn(ada, stage.server, tokenOf({ permissions: ['sessions.start', ...permissions] }));
  const heading = () => ada.panel.getByRole('heading', { name: 'Recordings and files' });
  const play = () => ada.panel.getByRole('button', { name: /^Play the recording of/ });

  it('is listed with a way to play and to download it, for whoever may', async () => {
    await enter('recordings.view');

    await heading().waitFor();
    await ada.panel.getByText('1:05').waitFor();
    await ada.panel.getByText('On its way to where it is kept').waitFor();
    await ada.panel.getByRole('button', { name: 'Download bill.pdf' }).waitFor();
    assert.deepEqual(await axeFindings(ada.panel), []);
    const opened = context.waitForEvent('page');
    await play().click();
    await (await opened).waitForURL(new RegExp(`/recordings/${recording.id}#[A-Za-z0-9_-]{43}$`));
  });

  it('shows no way to play to whoever may not', async () => {
    await enter('sessions.files');

    await heading().waitFor();
    assert.equal(await play().count(), 0);
  });

  it('can be asked for again when it could not be had', async () => {
    stage.server.world.refusals.set('GET /artifacts', 'unavailable');
    await enter('recordings.view');
    await ada.panel.getByRole('alert').getByText('Handrail is starting or very busy.').waitFor();
    stage.server.world.refusals.delete('GET /artifacts');

    await ada.panel.getByRole('button', { name: 'Try again' }).click();

    await ada.panel.getByText('1:05').waitFor();
    assert.equal(await ada.panel.getByRole('alert').count(), 0);
  });

  it('is nothing where nothing was kept, or for whoever may open none of it', async () => {
    stage.server.world.kept = [];
    stage.server.world.asked.length = 0;
    await enter('recordings.view');
    await ada.panel.getByRole('button', { name: 'Start session' }).waitFor();
    assert.equal(await heading().count(), 0);

    stage.server.world.kept = [recording];
    stage.server.world.asked.length = 0;
    await context.close();
    context = await stage.browser.newContext();
    ada = await openConsole(context, stage.server);
    await enter();
    await ada.panel.getByRole('button', { name: 'Start session' }).waitFor();

    assert.equal(await heading().count(), 0);
    assert.ok(!stage.server.world.asked.some(({ path }) => path.includes('/api/artifacts')));
  });
});
