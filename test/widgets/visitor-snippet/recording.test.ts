import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { sealedRootsBytes } from '../../../protocol/recording.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { openOurRoots } from './banner-states.ts';
import { come } from './come.ts';
import { type OnStage, wasSeen, watch } from './on-stage.ts';
import { askToRecord, isRecorded, keyedOf, makeRecordingKey } from './recording-key.ts';

const generations = ({ stage }: OnStage): readonly number[] =>
  stage.room.heard.flatMap((message) => (message.type === 'key.offered' ? [message.generation] : []));

test('a person is asked, allows it, and from then on each key’s roots are sealed to the recording key before it is offered', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const key = await makeRecordingKey();
  const banner = await inClosedRoot(on.page);
  askToRecord(room, key);
  await banner.waitFor('StaticText', 'Let Ada Agent record this session?');
  await banner.waitFor('StaticText', question);
  const seen = room.bodies.length;

  await banner.press('Allow recording', async () => isRecorded(room));

  await room.until('the key', () => keyedOf(room).length > 0);
  await banner.waitFor('button', 'Stop recording');
  await banner.waitFor('StaticText', 'Recording');
  await room.until('the page under the new key', () => wasSeen(on.stage, 'Shop /', seen));
  const [keyed] = keyedOf(room);
  assert.ok(keyed);
  assert.equal(keyed.key, key.fingerprint);
  assert.equal((await key.open(room.sessionId, keyed)).byteLength, sealedRootsBytes);
  const order = room.heard.filter(
    ({ type }) => type === 'grant.changed' || type === 'recording.keyed' || type === 'key.offered',
  );
  assert.deepEqual(
    order.slice(-3).map(({ type }) => type),
    ['grant.changed', 'recording.keyed', 'key.offered'],
  );
  assert.equal(keyed.generation, generations(on).at(-1));
  assert.ok(!on.stage.requests.some((request) => request.includes('undefined')));
});

const question =
  'This page, pointers, drawings and the names of files are recorded from now on, so that they can be looked at later. ' +
  'Passwords, other hidden fields and what is in files are not. It is kept for 30 days.';

test('without a request nothing of it is fetched', async () => {
  const on = await come();
  await watch(on.stage);

  const scripts = on.stage.requests.filter((request) => request.startsWith('GET /snippet/'));

  assert.equal(scripts.length, 1);
});

test('what was recorded is no more under the key after it was stopped', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  askToRecord(room, await makeRecordingKey());
  await banner.press('Allow recording', async () => isRecorded(room));
  await room.until('the key', () => keyedOf(room).length === 1);
  const before = generations(on).length;

  await banner.press('Stop recording', async () => !isRecorded(room));

  await room.until('another key', () => generations(on).length > before);
  await banner.waitForNo('button', 'Stop recording');
  await banner.waitForNo('StaticText', 'Recording');
  assert.equal(keyedOf(room).length, 1);
  await banner.waitFor('StaticText', 'Ada Agent can see this page.');
});

test('it goes on over a reload and on the next page, from the first key there', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const first = await inClosedRoot(on.page);
  const key = await makeRecordingKey();
  askToRecord(room, key);
  await first.press('Allow recording', async () => isRecorded(room));
  // It is sealed first, and offered then.
  await room.until('the key', () => keyedOf(room)[0]?.generation === generations(on).at(-1));

  for (const go of [() => on.page.click('text=Next'), () => on.page.reload()]) {
    const offered = generations(on).length;
    const keyed = keyedOf(room).length;
    await go();
    await room.until('a key on the new page', () => generations(on).length > offered);
    const banner = await inClosedRoot(on.page);
    await banner.waitFor('button', 'Stop recording');
    assert.deepEqual(
      keyedOf(room)
        .slice(keyed)
        .map(({ generation }) => generation),
      generations(on).slice(offered),
    );
  }
  assert.ok(keyedOf(room).every((one) => one.key === key.fingerprint));
});

test('from the start: marked and keyed once an agent has told the key, and stopping goes on without', async () => {
  const consent = { ...defaultConsentPolicy, recording: 'opt_out' } as const;
  const on = await come({ consent, allowed: ['recording'] });
  const { room } = on.stage;
  const banner = await inClosedRoot(on.page);
  await banner.waitFor('button', 'Stop recording');
  await watch(on.stage);
  const key = await makeRecordingKey();
  const body = JSON.stringify({ type: 'recording.key', publicKey: key.publicKey });
  room.agent?.sendBody('chat', new TextEncoder().encode(body));
  await room.until('the key', () => keyedOf(room).length === 1);

  await banner.press('Stop recording', async () => !isRecorded(room));

  await banner.waitForNo('StaticText', 'Recording');
  assert.ok(!room.heard.some(({ type }) => type === 'end.requested'));
});

test('required: stopping it says that it ends the session, and does', async () => {
  const consent = { ...defaultConsentPolicy, recording: 'required' } as const;
  const on = await come({ consent, allowed: ['recording'] });
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);

  await banner.press('Stop recording and end session', async () =>
    room.heard.some(({ type }) => type === 'end.requested'),
  );

  await banner.waitFor('StaticText', 'The session is over. Ada Agent can’t see anything now.');
  assert.equal(await banner.isThere('StaticText', 'Recording'), false);
});

test('a session that ends because it was not recorded says that', async () => {
  const consent = { ...defaultConsentPolicy, recording: 'required' } as const;
  const on = await come({ consent });
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);

  on.stage.room.end('server', 'not_recorded');

  await banner.waitFor(
    'StaticText',
    'The session is over. Ada Agent can’t see anything now. This company has no session without a recording.',
  );
});

test('while paused the mark says so, and nothing is keyed', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  askToRecord(room, await makeRecordingKey());
  await banner.press('Allow recording', async () => isRecorded(room));
  await room.until('the key', () => keyedOf(room).length === 1);

  await banner.press('Pause sharing', async () => room.paused);
  await banner.waitFor('StaticText', 'Recording paused');
  assert.equal(keyedOf(room).length, 1);
  await banner.press('Resume sharing', async () => !room.paused);

  await room.until('a key again', () => keyedOf(room).length === 2);
  await banner.waitFor('StaticText', 'Recording');
});

test('a request that comes while another question stands waits for its answer', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.waitFor('button', 'Allow control');
  askToRecord(room, await makeRecordingKey());
  const controlled = () => room.grants.some(({ capability }) => capability === 'control');

  await banner.press('Allow control', async () => controlled());
  await banner.press('Allow recording', async () => isRecorded(room));

  assert.ok(controlled());
});

test('a no is told, and nothing is keyed', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  askToRecord(room, await makeRecordingKey());
  await banner.waitFor('button', 'Allow recording');
  const refused = () =>
    room.heard.some((one) => one.type === 'grant.refused' && one.capability === 'recording');

  await banner.press('Not now', async () => refused());

  assert.equal(isRecorded(room), false);
  assert.deepEqual(keyedOf(room), []);
});

test('a recording that the server ends is over in the same moment', async () => {
  const on = await come();
  const { room } = on.stage;
  await watch(on.stage);
  const banner = await inClosedRoot(on.page);
  askToRecord(room, await makeRecordingKey());
  await banner.press('Allow recording', async () => isRecorded(room));
  await room.until('the key', () => keyedOf(room).length === 1);
  const before = generations(on).length;

  room.fromAgent({ type: 'grant.released', capability: 'recording' });

  await room.until('another key', () => generations(on).length > before);
  await banner.waitForNo('StaticText', 'Recording');
  assert.equal(keyedOf(room).length, 1);
});

test('after an end by mistake it is said that it would be recorded again, and it is', async () => {
  const consent = { ...defaultConsentPolicy, recording: 'opt_out' } as const;
  const on = await come({ consent, allowed: ['recording'], first: openOurRoots });
  const { room, psk } = on.stage;
  await watch(on.stage);
  await room.until('the recording to be said', () => isRecorded(room));
  room.mayReopen = true;
  room.end('agent');
  await room.until('the visitor waits', () => room.visitorWaits);
  const said = 'The session is over. Ada Agent can’t see anything now. If it goes on, it is recorded again.';
  await on.page.getByText(said, { exact: true }).waitFor();
  const banner = await inClosedRoot(on.page);

  await banner.press('Ask to go on', async () =>
    room.heard.some(({ type }) => type === 'reopening.requested'),
  );
  room.reopen();
  await room.until('the visitor comes again', () => room.visitorConnected);
  await room.agentJoins(psk);

  await room.until('the recording to be said again', () => isRecorded(room));
  await (await inClosedRoot(on.page)).waitFor('button', 'Stop recording');
});
