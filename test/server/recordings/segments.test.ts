import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { type BlockFile, diskBlockBytes } from '../../../server/recordings/direct-file.ts';
import { finishChunk } from '../../../server/recordings/journal/chunk.ts';
import { Memory } from '../../../server/recordings/journal/memory.ts';
import { Names } from '../../../server/recordings/journal/names.ts';
import { Segments, type Settled } from '../../../server/recordings/journal/segments.ts';
import { openSmallJournal, segmentsIn } from '../../support/small-journal.ts';
import { until } from '../../support/until.ts';

const root = mkdtempSync(join(tmpdir(), 'handrail-segments-'));
after(() => rmSync(root, { recursive: true, force: true }));

describe('the segments of a journal', () => {
  let small: Awaited<ReturnType<typeof openSmallJournal>>;
  beforeEach(async () => {
    small = await openSmallJournal(root);
  });
  afterEach(async () => {
    await small.file.close();
    await small.journal.close();
  });

  const fill = async (times: number) => {
    for (let count = 0; count < times; count += 1) await small.fill();
  };

  test('are few, of which the oldest goes once all of it is in the recordings’ own files', async () => {
    await fill(2);
    assert.deepEqual(segmentsIn(small.journals), [1, 2]);

    await fill(4);

    assert.deepEqual(segmentsIn(small.journals), [5, 6]);
  });

  test('bring what they have, when the process dies', async () => {
    const { file, path, journals, append, crash } = small;
    await fill(3);
    const { bytes } = file;
    await append(Buffer.from('the first of the next'));
    await small.fill(Buffer.alloc(100_000, 'longer'));
    await append(Buffer.from('the last'));
    assert.deepEqual(segmentsIn(journals), [3, 4, 5]);
    const left = crash();
    left.empty();

    await left.replay();

    await file.settle();
    assert.equal(left.content().length, file.bytes);
    assert.ok(left.content().subarray(bytes).equals(readFileSync(path).subarray(bytes)));
    assert.deepEqual(readdirSync(left.journals), []);
  });

  test('bring what they have each by itself', async () => {
    const { file, append, crash } = small;
    await fill(3);
    const { bytes } = file;
    await append(Buffer.from('the last'));
    const left = crash();
    left.keepOnly(4);
    left.empty();

    await left.replay();

    assert.equal(left.content().length, file.bytes);
    assert.ok(left.content().subarray(0, bytes).equals(Buffer.alloc(bytes)));
    assert.ok(left.content().includes('the last'));
  });

  test('do no harm when the process dies and the recording has grown, or is put together', async () => {
    await fill(3);
    await small.append(Buffer.from('grown'));
    await fill(1);
    await small.file.settle();
    const [grown, over] = [small.crash(), small.crash()];
    grown.keepOnly(3);
    over.forget();

    await grown.replay();
    await over.replay();

    assert.ok(grown.content().equals(readFileSync(small.path)));
    assert.deepEqual(over.recorded(), []);
    assert.deepEqual(
      [grown, over].map(({ journals }) => readdirSync(journals)),
      [[], []],
    );
  });

  test('go when nobody records any more', async () => {
    await fill(3);

    await small.file.close();

    await until(async () => segmentsIn(small.journals).length === 0, 'no segment is left');
  });

  test('go when room is wanted, and what comes then is recorded', async () => {
    await fill(3);

    small.journal.wantRoom();
    await small.journal.tidy();

    assert.deepEqual(segmentsIn(small.journals), []);
    await fill(1);
    assert.deepEqual(segmentsIn(small.journals), [4]);
  });

  test('go from the oldest on, so that all later ones are there', async () => {
    const { folder, segments, syncedBefore } = await openSegments(5);
    syncedBefore(1);
    await segments.settle();
    assert.deepEqual(segmentsIn(folder), [1, 2, 3, 4, 5]);
    syncedBefore(3);
    segments.hurry();

    await segments.settle();

    assert.deepEqual(segmentsIn(folder), [3, 4, 5]);
    await segments.release();
    assert.deepEqual(segmentsIn(folder), [3, 4, 5]);
  });

  for (const syncsBlocks of [true, false]) {
    test(`are on the disk with each write, of a file that ${syncsBlocks ? 'syncs with it' : 'has to be synced'}`, async () => {
      const done: string[] = [];
      const file: BlockFile = {
        syncsBlocks,
        writeBlocks: async (pieces, position) => void done.push(`${pieces.length} at ${position}`),
        datasync: async () => void done.push('synced'),
        close: async () => undefined,
      };
      const folder = mkdtempSync(join(root, 'segments-'));
      const names = new Names(new Memory(4 * 1024 * 1024));
      const segments = new Segments(
        { folder, openSegmentFile: async () => file },
        { files: new Map(), names },
      );
      const chunk = () => finishChunk('records', Buffer.alloc(2 * diskBlockBytes), 100);

      await segments.write([chunk(), chunk()]);
      await segments.write([chunk()]);

      const expected = ['2 at 0', 'synced', `1 at ${2 * diskBlockBytes}`, 'synced'];
      assert.deepEqual(
        done,
        expected.filter((what) => what !== 'synced' || !syncsBlocks),
      );
      await segments.release();
    });
  }
});

/** So many that are over, with something in each of a file that does not get further than it is told. */
const openSegments = async (count: number) => {
  const folder = mkdtempSync(join(root, 'segments-'));
  const now = { bytes: 0, syncedBytes: 0 };
  const file: Settled = {
    get bytes() {
      return now.bytes;
    },
    get syncedBytes() {
      return now.syncedBytes;
    },
    settle: async () => undefined,
  };
  const names = new Names(new Memory(4 * 1024 * 1024));
  const segments = new Segments({ folder }, { files: new Map([[file, null]]), names });
  for (let number = 1; number <= count; number += 1) {
    await segments.write([finishChunk('records', Buffer.alloc(2 * diskBlockBytes), 100)]);
    now.bytes += 100;
    segments.close();
  }
  return { folder, segments, syncedBefore: (number: number) => (now.syncedBytes = (number - 1) * 100) };
};
