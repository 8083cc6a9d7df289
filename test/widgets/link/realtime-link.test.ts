import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { WebSocket } from 'ws';
import { closeCodes } from '../../../protocol/close-codes.ts';
import type { ServerMessage } from '../../../protocol/control.ts';
import { backoff } from '../../../widgets/link/backoff.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type LinkStage, openLinkStage } from './link-stage.ts';

let browser: Browser;
let stage: LinkStage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => stage.stop());
after(() => browser.close());

const challenge = 'c'.repeat(43);
const say = (socket: WebSocket, message: ServerMessage) => socket.send(JSON.stringify(message));
const heard = (socket: WebSocket) =>
  new Promise<string>((resolve) => socket.once('message', (data) => resolve(data.toString())));

const joined = (endsAt = Date.now() + 60_000): ServerMessage => ({
  type: 'joined',
  number: 1,
  participants: [],
  grants: [],
  paused: false,
  joinedBy: null,
  endsAt,
  serverTime: Date.now(),
});

/** Lets the page join on its next connection. */
const letIn = async (message = joined()): Promise<WebSocket> => {
  const socket = await stage.nextSocket();
  const answer = heard(socket);
  say(socket, { type: 'challenged', challenge, oldestVersion: 1, newestVersion: 1 });
  await answer;
  say(socket, message);
  return socket;
};

test('the link answers the challenge, and carries messages and frames both ways', async () => {
  stage = await openLinkStage(browser);
  const socket = await letIn();
  await stage.untilTold('online');

  const message = heard(socket);
  await stage.page.evaluate(() =>
    (window as never as { link: { send(m: unknown): void } }).link.send({ type: 'end.requested' }),
  );
  assert.equal(await message, '{"type":"end.requested"}');
  const frame = heard(socket);
  await stage.page.evaluate(() =>
    (window as never as { link: { sendFrame(b: Uint8Array): void } }).link.sendFrame(
      new Uint8Array([65, 66]),
    ),
  );
  assert.equal(await frame, 'AB');
  socket.send(new Uint8Array([1, 2, 3]));
  await stage.untilTold('frame 1,2,3');
});

test('after a loss it connects again, and after a final reason it does not', async () => {
  stage = await openLinkStage(browser);
  (await letIn()).terminate();
  await stage.untilTold('reconnecting');

  const second = await letIn();
  second.close(closeCodes.replaced);
  await stage.untilTold('closed replaced');

  assert.deepEqual(await stage.told(), [
    'connecting',
    'online',
    'joined',
    'reconnecting',
    'online',
    'joined',
    'closed replaced',
  ]);
});

test('a server that moves is left at once for the next', async () => {
  stage = await openLinkStage(browser);
  const first = await letIn();

  say(first, { type: 'server.moving' });
  await letIn();

  await stage.page.waitForFunction(
    () => (window as unknown as { told: string[] }).told.filter((what) => what === 'online').length === 2,
  );
});

test('a server of another protocol version is told apart from a lost one', async () => {
  stage = await openLinkStage(browser);
  const socket = await stage.nextSocket();

  say(socket, { type: 'challenged', challenge, oldestVersion: 2, newestVersion: 3 });

  await stage.untilTold('closed version_refused');
});

test('what no schema reads ends the connection, not the page', async () => {
  stage = await openLinkStage(browser);
  const first = await letIn();

  first.send('{"type":"grants.changed","grants":[],"surprise":true}');
  await stage.untilTold('reconnecting');
  const second = await letIn();
  second.send('not even JSON');
  await letIn();
});

test('the end of the session closes it for good', async () => {
  stage = await openLinkStage(browser);
  const socket = await letIn();

  say(socket, { type: 'session.ended', by: 'agent', reason: 'ended_by_agent' });

  await stage.untilTold('closed session_ended');
});

test('when the session’s time is over it stops trying', async () => {
  stage = await openLinkStage(browser);
  const socket = await letIn(joined(Date.now() - 1));

  socket.terminate();

  await stage.untilTold('closed unreachable');
});

test('a browser that is offline says so, and comes back with the network', async () => {
  stage = await openLinkStage(browser);
  await letIn();

  await stage.page.context().setOffline(true);
  await stage.untilTold('reconnecting');
  await stage.page.context().setOffline(false);
  await letIn();

  assert.equal((await stage.told()).at(0), 'connecting');
});

test('waiting grows from 250 ms to 5 s, with chance in it', async () => {
  stage = await openLinkStage(browser);
  const shortest = [0, 1, 2, 3, 4, 5, 6].map((attempt) => backoff(attempt, () => 0));
  const longest = [0, 1, 2, 3, 4, 5, 6].map((attempt) => backoff(attempt, () => 1));

  assert.deepEqual(longest, [250, 500, 1000, 2000, 4000, 5000, 5000]);
  assert.deepEqual(
    shortest,
    longest.map((ms) => ms / 2),
  );
});
