import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { diskBlockBytes } from '../../../server/recordings/direct-file.ts';
import { finishChunk } from '../../../server/recordings/journal/chunk.ts';
import { Memory } from '../../../server/recordings/journal/memory.ts';
import { Names } from '../../../server/recordings/journal/names.ts';
import { Segments, type Settled } from '../../../server/recordings/journal/segments.ts';
import { openRecycledJournal, segmentPath, segmentsIn } from '../../support/recycled-journal.ts';
import { until } from '../../support/until.ts';

const root = mkdtempSync(join(tmpdir(), 'handrail-spare-'));
after(() => rmSync(root, { recursive: true, force: true }));

describe('the file of a journal’s segment that nobody needs', () => {
  type Recycled = Awaited<ReturnType<typeof openRecycledJournal>>;
  let recycled: Recycled;
  beforeEach(async () => {
    recycled = await openRecycledJournal(root);
  });
  afterEach(async () => {
    await recycled.file.close();
    await recycled.journal.close();
  });

  /** The first is one that nobody needs then. */
  const fillThree = async () => {
    for (let count = 0; count < 3; count += 1) await recycled.fill();
    assert.deepEqual(segmentsIn(recycled.journals), [1, 2, 3]);
  };

  test('is the next one’s, and there is one at most', async () => {
    const { journals, fill } = recycled;
    await fillThree();
    // While it is open nobody else gets its number.
    const first = await open(segmentPath(journals, 1));

    await fill();

    assert.deepEqual(segmentsIn(journals), [2, 3, 4]);
    assert.equal(statSync(segmentPath(journals, 4)).ino, (await first.stat()).ino);
    await first.close();
    for (let count = 0; count < 4; count += 1) await fill();
    assert.deepEqual(segmentsIn(journals), [6, 7, 8]);
  });

  test('brings all that the next one has, when the process dies', async () => {
    const { file, path, journals, fill, append, crash } = recycled;
    await fill();
    await fill();
    const { bytes } = file;
    await fill();
    await append(Buffer.from('the first of the next'));
    await fill(Buffer.alloc(100_000, 'longer than what was there'));
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

  test('brings nothing of what it had before, though the next one ends where a chunk began', async () => {
    const { file, append, fill, segment, crash } = recycled;
    await append(Buffer.from('short and old'));
    const boundary = segment(1).length;
    await fill(Buffer.alloc(100_000, 'long and old'));
    await fill();
    await fill();
    const { bytes } = file;

    await append(Buffer.from('short and new'));

    assert.ok(segment(4).subarray(0, boundary).includes('short and new'));
    assert.ok(segment(4).subarray(boundary).includes('long and old'));
    const left = crash();
    left.keepOnly(4);
    left.empty();
    await left.replay();
    assert.equal(left.content().length, file.bytes);
    assert.ok(left.content().includes('short and new'));
    assert.ok(left.content().subarray(0, bytes).equals(Buffer.alloc(bytes)));
  });

  test('brings nothing when the process dies before the next one is in it', async () => {
    await fillThree();
    const left = recycled.crash();
    left.rename(1, 4);
    left.keepOnly(4);
    left.empty();

    await left.replay();

    assert.equal(left.content().length, 0);
    assert.deepEqual(readdirSync(left.journals), []);
  });

  test('does no harm when the process dies and the recording has grown, or is put together', async () => {
    await fillThree();
    await recycled.append(Buffer.from('grown'));
    await recycled.fill();
    await recycled.file.settle();
    const [grown, over] = [recycled.crash(), recycled.crash()];
    grown.keepOnly(2);
    over.forget();

    await grown.replay();
    await over.replay();

    assert.ok(grown.content().equals(readFileSync(recycled.path)));
    assert.deepEqual(over.recorded(), []);
    assert.deepEqual(
      [grown, over].map(({ journals }) => readdirSync(journals)),
      [[], []],
    );
  });

  test('goes when nobody records any more', async () => {
    const { file, journals } = recycled;
    await fillThree();

    await file.close();

    await until(async () => segmentsIn(journals).length === 0, 'no segment is left');
  });

  test('goes when room is wanted, and what comes then is recorded', async () => {
    const { journal, journals, fill } = recycled;
    await fillThree();

    journal.wantRoom();
    await journal.tidy();

    assert.deepEqual(segmentsIn(journals), []);
    await fill();
    assert.deepEqual(segmentsIn(journals), [4]);
  });

  test('goes when the process ends, and what is left to the next one stays', async () => {
    const { journal, journals } = recycled;
    await fillThree();

    await journal.close();

    assert.deepEqual(segmentsIn(journals), [2, 3]);
  });

  test('is the last of several, so that all later ones are there', async () => {
    const { folder, segments, syncedBefore } = await openSegments(5);
    syncedBefore(1);
    await segments.settle();
    assert.deepEqual(segmentsIn(folder), [1, 2, 3, 4, 5]);
    syncedBefore(6);

    await segments.settle();

    assert.deepEqual(segmentsIn(folder), [3, 4, 5]);
    await segments.release();
  });

  test('goes when room is wanted, also when none of the others can go', async () => {
    const { folder, segments, syncedBefore } = await openSegments(3);
    syncedBefore(2);
    await segments.settle();
    assert.deepEqual(segmentsIn(folder), [1, 2, 3]);

    segments.hurry();
    await segments.settle();

    assert.deepEqual(segmentsIn(folder), [2, 3]);
    await segments.release();
  });
});

/** So many that are over, with something in each of a file that does not get further than it is told. */
const openSegments = async (count: number) => {
  const folder = mkdtempSync(join(root, 'segments-'));
  let unsyncedSince = 1;
  const file: Settled = {
    get unsyncedSince() {
      return unsyncedSince;
    },
    settle: async () => undefined,
  };
  const segments = new Segments(
    { folder },
    { files: new Map([[file, null]]), names: new Names(new Memory(4 * 1024 * 1024)) },
  );
  for (let number = 1; number <= count; number += 1) {
    await segments.write(finishChunk('records', Buffer.alloc(2 * diskBlockBytes), 100));
    segments.close();
  }
  return { folder, segments, syncedBefore: (number: number) => (unsyncedSince = number) };
};
