import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ClientMessage } from '../../../protocol/control.ts';
import { encodeHeader, type FrameHeader } from '../../../protocol/frame.ts';
import { launchBrowser } from '../../support/browser.ts';
import { until } from '../../support/until.ts';
import { type HttpLinkStage, openHttpLinkStage } from './http-link-stage.ts';

interface LinkWindow {
  readonly link: {
    send(message: ClientMessage): void;
    sendFrame(bytes: Uint8Array): void;
    bufferedBytes(): number;
    close(): void;
  };
}

const header = (more: Partial<FrameHeader> = {}): number[] => [
  ...encodeHeader({
    version: 1,
    kind: 'page',
    flags: 1,
    key: 0,
    sender: 1,
    stream: 7n,
    epoch: 1,
    sequence: 0,
    ...more,
  }),
];

/** Has the page send a frame: this header, so many bytes, the last of which is 9. */
const sendFrame = (page: Page, head: readonly number[], length: number) =>
  page.evaluate(
    ([start, size]) => {
      const bytes = new Uint8Array(size);
      bytes.set(start);
      bytes[size - 1] = 9;
      (window as unknown as LinkWindow).link.sendFrame(bytes);
    },
    [head, length] as const,
  );

const say = (page: Page, message: ClientMessage) =>
  page.evaluate((said) => (window as unknown as LinkWindow).link.send(said), message);

describe('the link where no WebSocket comes through', () => {
  let browser: Browser;
  let stage: HttpLinkStage;
  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(() => stage.stop());
  after(() => browser.close());

  test('takes the way over HTTP once a WebSocket has failed before and after HTTP has worked', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');

    assert.deepEqual(stage.came, ['GET', 'POST', 'GET', 'POST', 'batch']);
  });

  test('takes it where an upgrade is never answered', async () => {
    stage = await openHttpLinkStage(browser, 'unanswered');
    await stage.untilTold('online');

    assert.deepEqual(stage.came, ['GET', 'POST', 'GET', 'POST', 'batch']);
  });

  test('keeps to WebSockets where one failed because the server was just starting', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await until(async () => stage.came.includes('GET'), 'the first upgrade');
    stage.upgrades('pass');
    await stage.untilTold('online');

    assert.ok(!stage.came.includes('batch'), stage.came.join());
    assert.equal(await stage.page.evaluate(() => sessionStorage.length), 0);
  });

  test('remembers it for the next page of this tab', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');
    const before = stage.came.length;

    await stage.page.reload();
    await stage.untilTold('online');

    assert.deepEqual(stage.came.slice(before), ['POST', 'batch']);
  });

  test('carries messages and frames of every size both ways, in their order', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');
    const agent = await stage.agent();

    // Of a kind that is never dropped, however much is on its way.
    const kind = 'asset';
    const sizes = [60, 150, 70_000, 3_000_000, 90];
    for (const [sequence, size] of sizes.entries())
      await sendFrame(stage.page, header({ kind, sequence }), size);
    const passed = [];
    for (const _ of sizes) passed.push((await agent.nextFrame()).length);
    for (const size of [60, 150, 60_000]) agent.sendFrame('drawing', {}, Buffer.alloc(size, 5));

    assert.deepEqual(passed, sizes);
    await stage.untilTold(`frame of ${60_000 + 25} ending 5`);
    const frames = (await stage.told()).filter((told) => told.startsWith('frame'));
    assert.deepEqual(
      frames,
      [60, 150, 60_000].map((size) => `frame of ${size + 25} ending 5`),
    );
    await say(stage.page, { type: 'sharing.changed', paused: true });
    await until(async () => stage.heard.length > 0, 'the message to arrive');
    assert.deepEqual(stage.heard, [{ type: 'sharing.changed', paused: true }]);
  });

  test('knows what the network has not taken yet', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');

    await sendFrame(stage.page, header(), 1_000_000);
    const buffered = () => stage.page.evaluate(() => (window as unknown as LinkWindow).link.bufferedBytes());
    const whole = await stage.page.evaluate(() => {
      const { link } = window as unknown as LinkWindow;
      link.send({ type: 'keyframe.requested', nonce: 'A'.repeat(22) });
      return link.bufferedBytes();
    });

    assert.ok(whole > 60, `${whole} bytes`);
    await until(async () => (await buffered()) === 0, 'all to be taken');
  });

  test('says nothing twice when an answer is lost', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');
    const before = stage.came.length;

    stage.loseNextAnswer();
    await say(stage.page, { type: 'sharing.changed', paused: true });
    await until(async () => stage.came.length >= before + 2, 'the batch to come again');
    await say(stage.page, { type: 'sharing.changed', paused: false });
    await until(async () => stage.heard.length >= 2, 'the next message');

    assert.deepEqual(
      stage.heard.map((message) => message.type === 'sharing.changed' && message.paused),
      [true, false],
    );
    assert.deepEqual((await stage.told()).filter((told) => told === 'reconnecting').length, 2);
  });

  test('shows a sign of life when it is asked for one', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');

    for (let beats = 0; beats < 3; beats += 1) {
      const before = stage.came.filter((what) => what === 'batch').length;
      stage.relay.beat();
      await until(async () => stage.batchesTaken() > before, 'an answer to the beat');
    }

    assert.equal((await stage.told()).filter((told) => told === 'online').length, 1);
  });

  test('connects again after a loss, and over HTTP at once', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');
    const before = stage.came.length;

    stage.reachable(false);
    await stage.untilTold('reconnecting', 3);
    stage.reachable(true);
    await stage.untilTold('online', 2);

    assert.ok(!stage.came.slice(before).includes('GET'), stage.came.join());
  });

  test('goes elsewhere when the server moves', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');

    const moved = stage.relay.drain(20_000);

    await stage.untilTold('reconnecting', 3);
    // It has left by itself: nobody had to be closed.
    await moved;
  });

  test('says what was still to be said when it leaves', async () => {
    stage = await openHttpLinkStage(browser, 'refused');
    await stage.untilTold('online');
    const agent = await stage.agent();

    await stage.page.evaluate(() => {
      const { link } = window as unknown as LinkWindow;
      link.send({ type: 'end.requested' });
      link.close();
    });
    await until(async () => stage.heard.length > 0, 'the last word to arrive');

    assert.deepEqual(stage.heard, [{ type: 'end.requested' }]);
    await agent.settle();
  });
});
