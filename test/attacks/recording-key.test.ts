import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { recordedKinds } from '../../protocol/recording.ts';
import { kindRoot, makeContentKey } from '../../widgets/seal/content-keys.ts';
import { createKeyGeneration } from '../../widgets/seal/key-generation.ts';
import { recordedRoots } from '../../widgets/seal/recorded-roots.ts';
import { utf8 } from '../../widgets/seal/utf8.ts';
import { inClosedRoot } from '../support/closed-root.ts';
import { come } from '../widgets/visitor-snippet/come.ts';
import { type OnStage, watch } from '../widgets/visitor-snippet/on-stage.ts';
import {
  askToRecord,
  isRecorded,
  keyedOf,
  makeRecordingKey,
} from '../widgets/visitor-snippet/recording-key.ts';
import { shopPage } from '../widgets/visitor-snippet/shop-page.ts';

const refused = ({ stage }: OnStage): boolean =>
  stage.room.heard.some((one) => one.type === 'grant.refused' && one.capability === 'recording');

const early = `
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    (window.roots ??= []).push(root);
    return root;
  };
`;

const pressByScript = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const roots = (window as unknown as { roots: ShadowRoot[] }).roots;
    const buttons = roots.flatMap((root) => [...root.querySelectorAll('button')]);
    for (const button of buttons) {
      button.click();
      button.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }
    return buttons.filter((button) => button.checkVisibility() && /recording/.test(button.textContent))
      .length;
  });

/** As long as a button is dead after it has come. */
const untilAlive = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 600)));

test('a server that makes up a key in the agent’s name is not asked about, and seals nothing', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const [{ generation } = { generation: -1 }] = room.heard.filter(({ type }) => type === 'key.offered') as {
    generation: number;
  }[];
  const servers = await makeRecordingKey();
  const forged = createKeyGeneration({
    contentKey: makeContentKey(),
    visitorStream: 1n,
    sessionId: room.sessionId,
    generation,
    role: 'agent',
    self: 2,
    inputRootOf: () => null,
    createExpander: () => (body) => body,
  });
  const body = utf8(JSON.stringify({ type: 'recording.key', publicKey: servers.publicKey }));
  for (const frame of await forged.seal('chat', body, false)) room.frameToVisitor(frame);
  room.toVisitor({ type: 'grant.requested', capability: 'recording', from: 2 });
  // The same question by the agent, with the real key, is the first that is shown.
  const real = await makeRecordingKey();
  const banner = await inClosedRoot(on.page);
  room.agent?.sendBody('chat', utf8(JSON.stringify({ type: 'recording.key', publicKey: real.publicKey })));

  await banner.press('Allow recording', async () => isRecorded(room));

  await room.until('the key', () => keyedOf(room).length > 0);
  assert.ok(keyedOf(room).every(({ key }) => key === real.fingerprint));
});

test('where the site’s own tag names a key, an agent’s other one is refused, with a warning that names it', async () => {
  const named = await makeRecordingKey();
  const on = await come({ recordingKey: named.fingerprint });
  const { room } = on.stage;
  await watch(on.stage);
  const other = await makeRecordingKey();
  const warnings: string[] = [];
  on.page.on('console', (message) => warnings.push(message.text()));

  askToRecord(room, other);

  await room.until('a refusal', () => refused(on));
  const banner = await inClosedRoot(on.page);
  assert.equal(await banner.isThere('button', 'Allow recording'), false);
  assert.deepEqual(keyedOf(room), []);
  assert.ok(warnings.some((text) => text.includes(other.fingerprint) && text.includes(named.fingerprint)));

  askToRecord(room, named);
  await banner.press('Allow recording', async () => isRecorded(room));
  await room.until('the key', () => keyedOf(room).length === 1);
  assert.equal(keyedOf(room)[0]?.key, named.fingerprint);
});

test('a key that is no point on the curve is refused', async () => {
  const on = await come();
  await watch(on.stage);

  askToRecord(on.stage.room, { publicKey: `B${'A'.repeat(86)}` });

  await on.stage.room.until('a refusal', () => refused(on));
  assert.deepEqual(keyedOf(on.stage.room), []);
});

test('another key in the middle of a recording changes nothing', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const first = await makeRecordingKey();
  const banner = await inClosedRoot(on.page);
  askToRecord(room, first);
  await banner.press('Allow recording', async () => isRecorded(room));
  await room.until('the key', () => keyedOf(room).length === 1);

  askToRecord(room, await makeRecordingKey());
  await banner.press('Pause sharing', async () => room.paused);
  await banner.press('Resume sharing', async () => !room.paused);

  await room.until('a key again', () => keyedOf(room).length === 2);
  assert.ok(keyedOf(room).every(({ key }) => key === first.fingerprint));
});

test('a script of the page allows no recording, and stops none', async () => {
  const on = await come({ page: shopPage({ early }) });
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  askToRecord(room, await makeRecordingKey());
  await banner.waitFor('button', 'Allow recording');
  await untilAlive(on.page);

  const pressed = await pressByScript(on.page);

  assert.ok(pressed > 0);
  assert.equal(isRecorded(room), false);
  await banner.press('Allow recording', async () => isRecorded(room));
  await banner.waitFor('button', 'Stop recording');
  await untilAlive(on.page);
  assert.ok((await pressByScript(on.page)) > 0);
  // What came after the presses has arrived, and no taking back has.
  await banner.press('Pause sharing', async () => room.paused);
  assert.ok(isRecorded(room));
});

test('what is sealed opens the recorded kinds and nothing else', async () => {
  const contentKey = makeContentKey();

  const roots = await recordedRoots({
    generation: 1,
    visitor: 1,
    visitorStream: 7n,
    rootOf: (kind) => kindRoot(contentKey, kind),
  });

  const held = Array.from({ length: recordedKinds.length }, (_, index) =>
    Buffer.from(roots.subarray(8 + 32 * index, 40 + 32 * index)).toString('hex'),
  );
  const rootOf = async (kind: Parameters<typeof kindRoot>[1]) =>
    Buffer.from(await kindRoot(contentKey, kind)).toString('hex');
  assert.deepEqual(held, await Promise.all(recordedKinds.map(rootOf)));
  for (const kind of ['input', 'call', 'file', 'device'] as const)
    assert.ok(!held.includes(await rootOf(kind)));
  assert.ok(!Buffer.from(roots).includes(Buffer.from(contentKey)));
});
