import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { encodeHeader, type FrameHeader, frameFlags } from '../../../protocol/frame.ts';
import { entryHead, entryTypes, type RecordingEvent, readEntry } from '../../../protocol/recording.ts';
import { protocolVersion } from '../../../protocol/version.ts';
import { indexRecording } from '../../../server/recordings/index-recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-index-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const frame = (at: number, header: Partial<FrameHeader>, bodyBytes = 100): Buffer => {
  const payload = Buffer.concat([
    encodeHeader({
      version: protocolVersion,
      kind: 'page',
      flags: 0,
      key: 1,
      sender: 2,
      stream: 0xabn,
      epoch: 1,
      sequence: 0,
      ...header,
    }),
    Buffer.alloc(bodyBytes),
  ]);
  return Buffer.concat([entryHead({ at, type: entryTypes.frame }, payload.length), payload]);
};

const event = (happened: RecordingEvent): Buffer => {
  const payload = Buffer.from(JSON.stringify(happened));
  return Buffer.concat([entryHead({ at: happened.at, type: entryTypes.event }, payload.length), payload]);
};

const fileOf = (name: string, entries: readonly Buffer[]): string => {
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(entries));
  return path;
};

const { keyframe, more } = frameFlags;

describe('the index of a recording', () => {
  test('points at the first frame of each whole page, also of one that came in parts', async () => {
    const entries = [
      event({ at: 0, type: 'participant.joined', number: 2, role: 'visitor', name: 'Customer' }),
      frame(100, { flags: keyframe | more }, 3_000_000),
      frame(110, { flags: keyframe | more }, 3_000_000),
      frame(120, { flags: keyframe }),
      frame(3_000, {}),
      frame(5_000, { flags: keyframe, key: 2, stream: 0xcdn }),
      frame(6_000, { kind: 'pointer', key: 2, stream: 0xcdn }),
    ];
    const path = fileOf('whole', entries);

    const indexed = await indexRecording(path);

    const offsetOf = (number: number) =>
      entries.slice(0, number).reduce((sum, entry) => sum + entry.length, 0);
    assert.deepEqual(indexed?.index.keyframes, [
      { at: 100, offset: offsetOf(1), generation: 1, stream: 'ab' },
      { at: 5_000, offset: offsetOf(5), generation: 2, stream: 'cd' },
    ]);
    const all = Buffer.concat(entries);
    for (const { at, offset } of indexed?.index.keyframes ?? []) {
      const read = readEntry(all, offset);
      assert.ok(typeof read === 'object' && read.entry.at === at);
    }
    assert.equal(indexed?.index.durationMs, 6_000);
    assert.deepEqual(
      indexed?.index.events.map(({ type }) => type),
      ['participant.joined'],
    );
    assert.deepEqual(indexed?.index.activity, [
      [3, 3],
      [6, 6],
    ]);
    assert.deepEqual([indexed?.frames, indexed?.wholeBytes], [6, all.length]);
  });

  test('ends with the last whole entry, wherever the file was cut', async () => {
    const entries = [frame(1, { flags: keyframe }), frame(2, {}), frame(3, {})];
    const all = Buffer.concat(entries);
    const ends = [0, 1, 2, 3].map((number) => Buffer.concat(entries.slice(0, number)).length);

    for (let cut = 0; cut <= all.length; cut += 1) {
      const indexed = await indexRecording(fileOf('cut', [all.subarray(0, cut)]));
      assert.equal(
        indexed?.wholeBytes,
        ends.findLast((end) => end <= cut),
        `cut after ${cut} bytes`,
      );
    }
  });

  test('ends before zeros that a loss of power left, and before anything that is no entry', async () => {
    const whole = frame(1, { flags: keyframe });

    for (const rest of [Buffer.alloc(4_096), Buffer.alloc(4_096, 0xff)]) {
      const indexed = await indexRecording(fileOf('rest', [whole, rest]));
      assert.deepEqual([indexed?.wholeBytes, indexed?.frames], [whole.length, 1]);
    }
  });

  test('does not point at a page whose last part never came', async () => {
    const entries = [
      frame(0, { flags: keyframe | more }),
      frame(2_000, { flags: keyframe, stream: 0xcdn }),
      frame(4_000, { flags: keyframe | more, stream: 0xcdn }),
    ];

    const indexed = await indexRecording(fileOf('unfinished', entries));

    assert.deepEqual(
      indexed?.index.keyframes.map(({ at }) => at),
      [2_000],
    );
  });

  test('keeps one of two pages that follow each other within a second, but each stream’s first', async () => {
    const entries = [
      frame(0, { flags: keyframe }),
      frame(600, { flags: keyframe }),
      frame(1_100, { flags: keyframe }),
      frame(1_200, { flags: keyframe, stream: 0xcdn }),
    ];

    const indexed = await indexRecording(fileOf('close', entries));

    assert.deepEqual(
      indexed?.index.keyframes.map(({ at }) => at),
      [0, 1_100, 1_200],
    );
  });

  test('points at no more than so many pages, however many streams there are, and goes on to the end', async () => {
    const entries = Array.from({ length: 20_010 }, (_, at) =>
      frame(at, { flags: keyframe, stream: BigInt(at) }, 0),
    );

    const indexed = await indexRecording(fileOf('streams', entries));

    assert.deepEqual(
      [indexed?.index.keyframes.length, indexed?.frames, indexed?.index.durationMs],
      [20_000, 20_010, 20_009],
    );
  });

  test('is nothing where there is no file', async () => {
    assert.equal(await indexRecording(join(folder, 'none')), null);
  });
});
