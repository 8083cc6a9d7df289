import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import type { SessionState, SessionView } from '../../../protocol/http/sessions.ts';
import { axeFindings } from '../../support/axe.ts';
import { type ConsolePerson, openConsole, panelOf, signIn, startSession } from './console-person.ts';
import type { PanelServer } from './panel-server.ts';
import { openPanelStage, type PanelStage } from './panel-stage.ts';

const active: SessionState = { name: 'active', joinedAt: 1, activeAt: 1, by: 'link' };

describe('the panel’s buttons', { timeout: 240_000 }, () => {
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

  it('keeps what can be pressed in its place, from the start to the end', async () => {
    const place = async (name: string) => JSON.stringify(await button(name).boundingBox());
    await button('Start session').waitFor();
    const first = await place('Start session');
    await startSession(ada);
    const second = await place('Cancel link');
    const seen: string[] = [await place('Open live view')];

    const steps: readonly (readonly [Partial<SessionView>, string])[] = [
      [{ state: { name: 'waiting', expiresAt: Date.now() + 86_400_000 } }, 'The customer decides.'],
      [{ state: { name: 'joined', joinedAt: 1, by: 'code' } }, 'three words'],
      [{ state: active, visitorPresent: true }, 'sharing the page'],
      [{ visitorPresent: false }, 'is away'],
    ];
    for (const [step, text] of steps) {
      change(step);
      await status().filter({ hasText: text }).waitFor();
      seen.push(await place('Open live view'));
    }
    const last = await place('End session');
    await button('End session').click();
    await status().filter({ hasText: 'You ended the session.' }).waitFor();
    seen.push(await place('Start session'));

    assert.deepEqual(new Set(seen), new Set([first]));
    assert.equal(last, second);
  });

  it('does not take the press that was on its way to Cancel link for one on End session', async () => {
    await startSession(ada);
    await ada.panel.evaluate(() => {
      const root = document.querySelector('handrail-panel')?.shadowRoot;
      const card = root?.querySelector('handrail-session-card')?.shadowRoot;
      if (!card) throw new Error('There is no card.');
      const pressAtOnce = () => {
        const end = [...card.querySelectorAll('button')].find(
          (one) => one.textContent?.trim() === 'End session',
        );
        if (!end) return;
        end.click();
        document.title = 'Pressed';
        pressing.disconnect();
      };
      const pressing = new MutationObserver(pressAtOnce);
      pressing.observe(card, { childList: true, subtree: true });
    });
    change({ state: active, visitorPresent: true });
    await ada.panel.waitForFunction(() => document.title === 'Pressed');
    await status().filter({ hasText: 'sharing the page' }).waitFor();
    const ends = () => server.world.asked.filter(({ path }) => path.endsWith('/endings')).length;
    const early = ends();

    await button('End session').click();

    await status().filter({ hasText: 'You ended the session.' }).waitFor();
    assert.equal(early, 0);
    assert.equal(ends(), 1);
  });

  it('keeps the place of the live view after a reload, and says why it can’t be opened', async () => {
    await startSession(ada);
    change({ state: active, visitorPresent: true });
    await ada.page.reload();
    ada = { page: ada.page, panel: await panelOf(ada.page) };
    await signIn(ada, server);

    await button('Open live view').waitFor();
    assert.ok(await button('Open live view').isDisabled());
    const why = await button('Open live view').evaluate((open) => {
      const root = open.getRootNode();
      const id = open.getAttribute('aria-describedby') ?? '';
      return root instanceof ShadowRoot ? root.getElementById(id)?.textContent : null;
    });
    assert.match(why ?? '', /This panel was reloaded/);
    assert.deepEqual(await axeFindings(ada.panel), []);
  });

  it('puts the focus on the heading when what had it is gone because the customer came', async () => {
    await startSession(ada);
    await button('Cancel link').focus();
    change({ state: active, visitorPresent: true });
    await status().filter({ hasText: 'sharing the page' }).waitFor();

    const focused = await ada.panel.evaluate(
      () =>
        document.querySelector('handrail-panel')?.shadowRoot?.querySelector('handrail-session-card')
          ?.shadowRoot?.activeElement?.localName,
    );
    assert.equal(focused, 'h2');
  });
});
