import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordedBodies } from '../../../widgets/recording/recorded-bodies.ts';
import { openRecordedKey, recordedKeyOf } from '../../../widgets/recording/recorded-key.ts';
import type { RecordingContent } from '../../../widgets/recording/recording-content.ts';
import { RecordingDamaged } from '../../../widgets/recording/recording-damaged.ts';
import { openRecording } from '../../../widgets/recording/recording-opener.ts';
import { readRecording } from '../../../widgets/recording/recording-reader.ts';
import { makeHpkeKey } from '../../../widgets/seal/hpke.ts';
import { type MadeRecording, makeRecording, type Said } from '../../support/made-recording.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (body: Said['body']) => (typeof body === 'function' ? '' : new TextDecoder().decode(body));

const page = (at: number, text: string, more: Partial<Said> = {}): Said => ({
  at,
  from: 'visitor',
  kind: 'page',
  body: utf8(text),
  ...more,
});

const twoPages: readonly Said[] = [
  page(0, 'first page', { keyframe: true }),
  page(100, 'patch of the first'),
  { at: 200, from: 'agent', kind: 'pointer', body: utf8('agent points') },
  { at: 250, from: 'visitor', kind: 'pointer', body: utf8('customer points') },
  page(5_000, 'second page', { keyframe: true }),
  { at: 5_100, from: 'agent', kind: 'drawing', body: utf8('agent draws') },
  page(5_200, 'patch of the second'),
  page(9_000, 'page under a new key', { keyframe: true, generation: 1 }),
  page(9_100, 'its patch', { generation: 1 }),
];

/** At most `step` bytes a read, as a network has it. */
const contentOf = (bytes: Uint8Array<ArrayBuffer>, step = 50): RecordingContent => ({
  bytes: bytes.byteLength,
  read: async (offset, length) => bytes.slice(offset, offset + Math.min(length, step)),
});

const heard = async (
  { sessionId, content, index, roots }: MadeRecording,
  from: number,
  until: number,
): Promise<string[]> => {
  const opener = openRecording({ sessionId, keys: roots.map(recordedKeyOf) });
  const reader = readRecording(contentOf(content), index.keyframes[from]?.offset ?? 0);
  const bodies = await recordedBodies(reader, opener).until(until);
  return bodies.map(({ at, role, kind, body }) => `${at} ${role} ${kind}: ${textOf(body)}`);
};

describe('a recording', () => {
  test('opens from its start, with all that both people did, in order', async () => {
    const recording = await makeRecording(twoPages, { durationMs: 10_000 });

    assert.deepEqual(
      await heard(recording, 0, 10_000),
      twoPages.map(({ at, from, kind, body }) => `${at} ${from} ${kind}: ${textOf(body)}`),
    );
  });

  test('opens from any keyframe, as far as is asked for', async () => {
    const recording = await makeRecording(twoPages, { durationMs: 10_000 });

    assert.deepEqual(await heard(recording, 1, 5_150), [
      '5000 visitor page: second page',
      '5100 agent drawing: agent draws',
    ]);
  });

  test('goes on where it ended when more is asked for', async () => {
    const { sessionId, content, roots } = await makeRecording(twoPages, { durationMs: 10_000 });
    const bodies = recordedBodies(
      readRecording(contentOf(content), 0),
      openRecording({ sessionId, keys: roots.map(recordedKeyOf) }),
    );

    const [first, second] = await Promise.all([bodies.until(100), bodies.until(5_000)]);

    assert.deepEqual(
      first.map(({ at }) => at),
      [0, 100],
    );
    assert.deepEqual(
      second.map(({ at }) => at),
      [200, 250, 5_000],
    );
  });

  test('shows nothing of a generation whose roots are not there', async () => {
    const recording = await makeRecording(twoPages, { durationMs: 10_000 });
    const without = { ...recording, roots: recording.roots.slice(0, 1) };

    assert.equal((await heard(without, 0, 10_000)).length, 7);
  });

  test('shows nothing of a kind that is not recorded, whatever the server has kept', async () => {
    const recording = await makeRecording(
      [...twoPages, { at: 9_500, from: 'visitor', kind: 'file', body: utf8('a file'), generation: 1 }],
      { durationMs: 10_000 },
    );

    assert.equal((await heard(recording, 0, 10_000)).length, twoPages.length);
  });

  test('shows nothing that was changed on the way', async () => {
    const recording = await makeRecording(twoPages.slice(0, 1), { durationMs: 10_000 });
    const content = recording.content.slice();
    content[60] = (content[60] ?? 0) ^ 1;

    assert.deepEqual(await heard({ ...recording, content }, 0, 10_000), []);
  });

  test('is damaged when it is cut off inside of an entry, or holds what is none', async () => {
    const recording = await makeRecording(twoPages, { durationMs: 10_000 });
    const cut = { ...recording, content: recording.content.slice(0, -10) };
    const zeros = { ...recording, content: new Uint8Array(recording.content.byteLength) };

    await assert.rejects(heard(cut, 0, 10_000), RecordingDamaged);
    await assert.rejects(heard(zeros, 0, 10_000), RecordingDamaged);
  });
});

describe('roots that are sealed to the tenant', () => {
  test('open with the private half, for this session and generation only', async () => {
    const recording = await makeRecording(twoPages, { durationMs: 10_000 });
    const key = await makeHpkeKey();
    const sealed = await recording.sealedRoots(key.publicKey);

    const opened = await Promise.all(sealed.map((each) => openRecordedKey(each, key, recording.sessionId)));

    assert.deepEqual(opened, recording.roots.map(recordedKeyOf));
    const [first] = sealed;
    assert.ok(first);
    await assert.rejects(openRecordedKey(first, key, 'ses_bbbbbbbbbbbbbbbbbbbbbb'));
    await assert.rejects(openRecordedKey({ ...first, generation: 1 }, key, recording.sessionId));
    await assert.rejects(openRecordedKey(first, await makeHpkeKey(), recording.sessionId));
  });
});
