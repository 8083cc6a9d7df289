import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { type AgentPerson, openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { type CustomerPerson, joinByLink } from '../support/customer-person.ts';
import { type RestartableDemo, startRestartableDemo } from '../support/restartable-demo.ts';
import { until } from '../support/until.ts';

const within = { timeout: 30_000 };

/** Promise 11: a server can be restarted or lost with sessions running; they go on within seconds. */
describe('a server that dies and comes again with a session running', () => {
  let demo: RestartableDemo;
  let browser: Browser;
  let ada: AgentPerson;
  let customer: CustomerPerson;
  let live: Page;

  before(async () => {
    [demo, browser] = await Promise.all([startRestartableDemo(), launchBrowser()]);
    const [agentSide, customerSide] = await Promise.all([browser.newContext(), browser.newContext()]);
    ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
    const { link } = await ada.startSession();
    customer = await joinByLink(customerSide, demo, link);
    live = await ada.openLiveView();
    await mirror().getByRole('heading').first().waitFor(within);
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const mirror = () => live.frameLocator(`iframe[title="Customer's page"]`);
  const write = (text: string) =>
    customer.page.evaluate((written) => {
      const added = document.createElement('p');
      added.textContent = written;
      document.body.append(added);
    }, text);
  const notes = async (): Promise<readonly string[]> => {
    const answer = await fetch(`http://127.0.0.1:${new URL(demo.zendesk).port}/__state`);
    const { tickets } = (await answer.json()) as { tickets: { notes: string[] }[] };
    return tickets.flatMap((ticket) => ticket.notes).filter((note) => note.includes('Audit head:'));
  };

  it('is missed by both sides, who say so', async () => {
    await live.getByRole('button', { name: 'Request control' }).click();
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );

    await demo.killHandrail();

    await live.getByText('Connecting again').first().waitFor(within);
    await customer.banner.waitFor('StaticText', 'Connection lost. Trying again…');
  });

  it('brings both back within seconds, with what happened meanwhile and what was allowed before', async () => {
    await write('Written without a server');

    await demo.startHandrail();
    const ready = performance.now();

    await mirror().getByText('Written without a server').waitFor(within);
    assert.ok(performance.now() - ready < 10_000, 'it took longer than ten seconds');
    await write('Written after');
    await mirror().getByText('Written after').waitFor(within);
    assert.equal(await customer.banner.isThere('button', 'Take back control'), true);
    await live.getByRole('button', { name: 'Release control' }).waitFor(within);
  });

  it('keeps the panel signed in and the case’s note to one', async () => {
    await ada.endSession();
    await live
      .getByText(/ended|over/i)
      .first()
      .waitFor(within);

    const [note] = await until(async () => ((await notes()).length > 0 ? notes() : null), 'a note');

    assert.equal((await notes()).length, 1);
    assert.match(note ?? '', /Consent given: view, control/);
  });

  it('leaves an audit log whose chain is whole, up to the head on the note and on', async () => {
    const [note = ''] = await notes();
    const head = /Audit head: (\S+)/.exec(note)?.[1] ?? '';

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['server/audit/verify-command.ts', '--head', head],
      { env: { ...process.env, HANDRAIL_DATA: demo.dataFolder } },
    );

    assert.match(stdout, /^\d+ entries, chain intact\n$/);
  });
});
