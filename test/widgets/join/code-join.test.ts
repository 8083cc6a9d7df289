import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { fromBase64Url, toBase64Url } from '../../../protocol/base64url.ts';
import type { ServerMessage } from '../../../protocol/control.ts';
import { openHandover } from '../../../widgets/seal/handover-box.ts';
import { takeHandover } from '../../../widgets/seal/handover-fragment.ts';
import { createAgentWords } from '../../../widgets/seal/words.ts';
import { axeFindings } from '../../support/axe.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import type { RoomPeer } from '../../support/room-peer.ts';
import {
  openSessionsHouse,
  type SessionsHouse,
  type Started,
  shopOrigin,
} from '../../support/sessions-house.ts';
import { openStage, type Stage, violationsOf } from './stage.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const wordsOn = (page: Page) => page.getByRole('group', { name: 'Words to compare' }).getByRole('listitem');

/** The agent's end of comparing words, as the live view has it. */
const agentWords = (peer: RoomPeer) => {
  const words = Promise.withResolvers<readonly string[]>();
  const psk = Promise.withResolvers<string>();
  const exchange = createAgentWords({
    sessionId: peer.sessionId,
    send: (message) => peer.send(message),
    events: {
      onWords: words.resolve,
      onPsk: (secret) => psk.resolve(toBase64Url(secret)),
      onFailed: (reason) => words.reject(new Error(reason)),
    },
  });
  peer.socket.on('message', (data: Buffer, isBinary: boolean) => {
    const message: ServerMessage | null = isBinary ? null : JSON.parse(data.toString());
    if (message) exchange.receive(message);
  });
  return { words: words.promise, psk: psk.promise };
};

describe('joining by a code', () => {
  let database: TestDatabase;
  let house: SessionsHouse;
  let stage: Stage;
  let started: Started;
  before(async () => {
    database = await openTestDatabase('sqlite');
    house = await openSessionsHouse(database);
    stage = await openStage({ house });
  });
  after(async () => {
    await house.close();
    await database.close();
  });

  /** Types the code, sees who asks, allows viewing. */
  const allowByCode = async (): Promise<Page> => {
    await house.call('ada', `/api/sessions/${started?.id}/endings`, { body: {} });
    started = await house.start();
    const page = await stage.open('/code');
    await page.context().route(`${shopOrigin}/**`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><title>Shop</title><h1>The shop</h1>',
      }),
    );
    await page.getByRole('textbox', { name: 'Session code' }).fill(started.joinCode.code);
    await button(page, 'Continue').click();
    await button(page, 'Allow viewing').click();
    return page;
  };

  it('leads to the site once both sides have said that the words match', async () => {
    const page = await allowByCode();
    await page.getByText('Waiting for Ada Agent').waitFor();
    const agent = await house.agent(started);
    const theirs = agentWords(agent);
    await wordsOn(page).first().waitFor();

    const shown = await wordsOn(page).allInnerTexts();
    assert.deepEqual(shown, [...(await theirs.words)]);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await violationsOf(page), []);
    await button(page, 'Words match').click();
    await page.getByText('You said that they match').waitFor();
    const leaving = page.waitForRequest((request) => request.url().includes('/handovers'));
    agent.send({ type: 'words.judged', match: true });
    const left = (await leaving).postDataJSON();
    await page.getByRole('heading', { name: 'The shop' }).waitFor();

    const found = takeHandover(new URL(page.url()).hash);
    assert.ok(found);
    const handover = await openHandover({ blob: left.blob, key: found.handover.key });
    assert.equal(handover?.psk, await theirs.psk);
    assert.equal(fromBase64Url(handover?.psk ?? '')?.byteLength, 32);
  });

  it('stops the session when a person says that the words differ', async () => {
    const page = await allowByCode();
    const agent = await house.agent(started);
    agentWords(agent);
    await wordsOn(page).first().waitFor();

    await button(page, 'Words differ').click();

    await page.getByRole('heading', { name: 'The words differ, so the session was stopped' }).waitFor();
    assert.equal((await agent.next('session.ended')).reason, 'words_differ');
  });

  it('asks for another click before it shows new words to an agent who came back', async () => {
    const page = await allowByCode();
    const agent = await house.agent(started);
    agentWords(agent);
    await wordsOn(page).first().waitFor();
    const first = await wordsOn(page).allInnerTexts();

    agent.close();
    await agent.closed;
    const again = await house.agent(started);
    const theirs = agentWords(again);
    await page.getByRole('status').filter({ hasText: 'Comparing was interrupted.' }).waitFor();
    await button(page, 'Show the words').click();
    await wordsOn(page).first().waitFor();

    const second = await wordsOn(page).allInnerTexts();
    assert.deepEqual(second, [...(await theirs.words)]);
    assert.notDeepEqual(second, first);
  });

  it('goes on after a reload, with a click for the words', async () => {
    const page = await allowByCode();
    await house.agent(started).then(agentWords);
    await wordsOn(page).first().waitFor();

    await page.reload();
    await button(page, 'Show the words').waitFor();

    assert.equal(await button(page, 'Words match').count(), 0);
  });
});

describe('the code page', () => {
  const openCode = async (answer: { status: number; body: unknown }) => {
    const codes: unknown[] = [];
    const stage = await openStage({
      api: (routes) => {
        routes.post('/api/join-codes/openings', (req, res) => {
          codes.push(req.body);
          res.status(answer.status).json(answer.body);
        });
      },
    });
    const page = await stage.open('/code');
    return { page, codes, box: page.getByRole('textbox', { name: 'Session code' }) };
  };
  const problem = (code: string, status: number, retryAfter?: number) => ({
    status,
    body: {
      type: `urn:handrail:problem:${code}`,
      title: 'No.',
      status,
      code,
      ...(retryAfter && { retryAfter }),
    },
  });

  it('groups the digits, whatever was typed between them', async () => {
    const { box } = await openCode(problem('code_invalid', 404));

    await box.pressSequentially('12-34 56x789 0');

    assert.equal(await box.inputValue(), '123 456 789');
  });

  it('takes a pasted code with spaces, and digits of other scripts', async () => {
    const { page, codes, box } = await openCode(problem('code_invalid', 404));

    await box.fill(' ١٢٣ ٤٥٦ ٧٨٩ ');
    await button(page, 'Continue').click();
    await page.getByText('This code is wrong').waitFor();

    assert.deepEqual(codes, [{ code: '123456789' }]);
  });

  it('keeps the caret where somebody corrects a digit', async () => {
    const { page, box } = await openCode(problem('code_invalid', 404));
    await box.fill('123456789');

    await box.evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 2));
    await page.keyboard.press('Backspace');
    await page.keyboard.type('9');

    assert.equal(await box.inputValue(), '193 456 789');
    assert.equal(await box.evaluate((input: HTMLInputElement) => input.selectionStart), 2);
  });

  it('asks for nine digits before it asks the server', async () => {
    const { page, codes, box } = await openCode(problem('code_invalid', 404));

    await box.fill('123');
    await page.keyboard.press('Enter');

    await page.getByText('The code has nine digits.').waitFor();
    assert.equal(await box.getAttribute('aria-invalid'), 'true');
    assert.deepEqual(codes, []);
  });

  it('counts down while codes are paused, and then lets people try again', async () => {
    const { page, box } = await openCode(problem('codes_paused', 429, 2));

    await box.fill('123456789');
    await button(page, 'Continue').click();
    await page.getByText('entering codes is paused').waitFor();

    assert.ok(await button(page, 'Continue').isDisabled());
    await button(page, 'Continue').and(page.locator(':enabled')).waitFor();
  });
});
