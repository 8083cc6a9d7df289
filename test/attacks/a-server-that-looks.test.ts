import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openCase } from '../support/agent-person.ts';
import { launchBrowser } from '../support/browser.ts';
import { joinByLink } from '../support/customer-person.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import { heapSnapshotOf, inFolder, inMemory, inSnapshot } from '../support/process-memory.ts';

const shown = 'Planted-text-that-the-page-shows-7261';
const typed = 'Planted-text-that-the-visitor-types-5518';
const card = '4929 1234 5678 9018';
const steered = 'PlantedKeysOfTheAgent3307';

/** All that a browser context says to one origin: addresses, headers, bodies, socket messages. */
const listenTo = (context: BrowserContext, origin: string): (() => Promise<string>) => {
  const heard: Promise<string>[] = [];
  const listenToPage = (page: Page) => {
    page.on('websocket', (socket) => {
      if (!socket.url().replace('ws', 'http').startsWith(origin)) return;
      heard.push(Promise.resolve(socket.url()));
      socket.on('framesent', ({ payload }) => {
        heard.push(Promise.resolve(typeof payload === 'string' ? payload : payload.toString('latin1')));
      });
    });
  };
  context.pages().forEach(listenToPage);
  context.on('page', listenToPage);
  context.on('request', (request) => {
    if (!request.url().startsWith(origin)) return;
    const headers = request.allHeaders().then(
      (all) => JSON.stringify(all),
      () => '',
    );
    // What is on the wire: the fragment is the browser's own.
    heard.push(
      headers.then((text) => `${request.url().split('#')[0]}\n${text}\n${request.postData() ?? ''}`),
    );
  });
  return async () => (await Promise.all(heard)).join('\n');
};

describe('a server that looks at all it gets', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  let link = '';
  const said: (() => Promise<string>)[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handrail-heap-'));
    const options = `${process.env.NODE_OPTIONS ?? ''} --heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`;
    [demo, browser] = await Promise.all([startDemo({ NODE_OPTIONS: options.trim() }), launchBrowser()]);
    const [agentSide, customerSide] = await Promise.all([browser.newContext(), browser.newContext()]);
    said.push(listenTo(agentSide, demo.handrail), listenTo(customerSide, demo.handrail));

    const ada = await openCase(agentSide, demo, 'zendesk');
    await ada.signIn();
    link = (await ada.startSession()).link;
    // Every way in which the panel hands the link on.
    await ada.panel().getByRole('button', { name: 'Show QR code' }).click();
    await ada.panel().getByRole('img', { name: 'QR code of the session link' }).waitFor();
    await ada.panel().getByRole('button', { name: 'Insert into reply' }).click();
    await ada.panel().getByText('The link is in the reply.').waitFor();
    await ada.panel().getByRole('button', { name: 'Copy link' }).click();
    const customer = await joinByLink(customerSide, demo, link);
    const live = await ada.openLiveView();
    const mirror = live.frameLocator(`iframe[title="Customer's page"]`);
    await customer.page.goto(`${demo.shop}/checkout`);
    await customer.page.evaluate((text) => {
      const added = document.createElement('p');
      added.textContent = text;
      document.body.append(added);
    }, shown);
    await customer.page.locator('[name="street"]').first().fill(typed);
    await customer.page.locator('input[autocomplete="cc-number"]').fill(card);
    await mirror.getByText(shown).waitFor();
    await live.getByRole('button', { name: 'Request control' }).click();
    await customer.banner.waitFor('button', 'Allow control');
    await customer.banner.press('Allow control', () =>
      customer.banner.isThere('button', 'Take back control'),
    );
    await live.getByRole('button', { name: 'Release control' }).waitFor();
    const box = await mirror.locator('input[name="name"]').boundingBox();
    assert.ok(box);
    await live.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await live.keyboard.type(steered);
    await customer.page.waitForFunction(
      (text) => document.querySelector<HTMLInputElement>('input[name="name"]')?.value === text,
      steered,
    );
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const secrets = () => [
    shown,
    typed,
    card,
    card.replaceAll(' ', ''),
    steered,
    link.split('#')[1] ?? 'no key',
  ];

  it('finds nothing of the session in its own memory', async () => {
    const snapshot = await heapSnapshotOf(demo.handrailPid(), folder);
    const sessionId = /ses_[A-Za-z0-9_-]{22}/.exec(link)?.[0] ?? '';

    assert.deepEqual(inSnapshot(snapshot, [sessionId]), [sessionId], 'the search finds what is there');
    assert.deepEqual(inSnapshot(snapshot, secrets()), []);
  });

  it('finds nothing in its raw memory either, buffers included', () => {
    const sessionId = /ses_[A-Za-z0-9_-]{22}/.exec(link)?.[0] ?? '';

    assert.deepEqual(
      inMemory(demo.handrailPid(), [sessionId]),
      [sessionId],
      'the search finds what is there',
    );
    assert.deepEqual(inMemory(demo.handrailPid(), secrets()), []);
  });

  it('finds nothing in its database, its data folder or its logs', () => {
    const sessionId = /ses_[A-Za-z0-9_-]{22}/.exec(link)?.[0] ?? '';

    assert.deepEqual(inFolder(demo.dataFolder, [sessionId]), [sessionId], 'the search finds what is there');
    assert.deepEqual(inFolder(demo.dataFolder, secrets()), []);
    assert.deepEqual(
      secrets().filter((secret) => demo.output().includes(secret)),
      [],
    );
  });

  it('finds the join key in no request, header, body or message', async () => {
    const everything = (await Promise.all(said.map((read) => read()))).join('\n');

    assert.ok(everything.includes('/api/sessions'), 'the test listened');
    assert.ok(everything.includes('join.requested'), 'the test listened to sockets');
    assert.deepEqual(
      secrets().filter((secret) => everything.includes(secret)),
      [],
    );
  });
});
