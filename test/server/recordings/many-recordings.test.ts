import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readEntry } from '../../../protocol/recording.ts';
import { randomId } from '../../../server/crypto/random.ts';
import { DirectFile } from '../../../server/recordings/direct-file.ts';
import { Journal } from '../../../server/recordings/journal/journal.ts';
import { RecordingFile } from '../../../server/recordings/recording-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-recordings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const openJournal = (needs: { readonly maxWaitingBytes?: number } = {}) =>
  new Journal({ ...needs, folder: mkdtempSync(join(folder, 'journals-')) });

const openOne = async (journal: Journal, name: string, problems: string[] = [], bytes = 0) => {
  const path = join(folder, name);
  const handle = await open(path, 'w');
  const onFailed = (problem: string) => problems.push(problem);
  const file = new RecordingFile({
    id: randomId('art'),
    own: new DirectFile(handle),
    bytes,
    journal,
    onFailed,
  });
  return { file, path, handle };
};

const framesIn = async (path: string): Promise<readonly Buffer[]> => {
  const bytes = await readFile(path);
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const read = readEntry(bytes, at);
    if (typeof read === 'string') throw new Error(`The file is ${read} at ${at}.`);
    frames.push(Buffer.from(read.entry.payload));
    at = read.next;
  }
  return frames;
};

describe('recordings that share a journal', () => {
  test('have each its own, with more of them than memory was made for at first, and entries that end anywhere', async () => {
    const journal = openJournal();
    const files = await Promise.all(
      Array.from({ length: 1100 }, (_, index) => openOne(journal, `many-${index}.frames`)),
    );
    // In one of seven, larger than what memory is given out by.
    const frameOf = (index: number, round: number) =>
      Buffer.alloc(
        (index + round) % 7 === 0 ? 20_000 + index : 1 + ((index * 37 + round * 911) % 3000),
        index,
      );

    for (let round = 0; round < 12; round += 1)
      for (const [index, { file }] of files.entries()) file.appendFrame(round, frameOf(index, round));
    for (const { file } of files) await file.close();

    for (const [index, { path }] of files.entries()) {
      const expected = Array.from({ length: 12 }, (_, round) => frameOf(index, round));
      assert.ok(Buffer.concat(await framesIn(path)).equals(Buffer.concat(expected)), path);
    }
    await journal.close();
  });

  test('get nothing of those that failed, also where these had their memory before, and lose none of it', async () => {
    const journal = openJournal({ maxWaitingBytes: 4 * 1024 * 1024 });
    const bystander = await openOne(journal, 'bystander.frames');
    bystander.file.appendFrame(0, Buffer.from('of the first'));
    let takenLate = 0;
    // More than there are pages.
    for (let count = 0; count < 200; count += 1) {
      const problems: string[] = [];
      const failing = await openOne(journal, 'failing.frames', problems);
      const late = async (): Promise<never> => {
        const { bytes } = failing.file;
        failing.file.appendFrame(1, Buffer.from('came while the disk failed'));
        if (failing.file.bytes > bytes) takenLate += 1;
        throw new Error('The disk is broken.');
      };
      Object.assign(failing.handle, { writev: late });
      failing.file.appendFrame(0, Buffer.from('was to be written'));
      await failing.file.settle();
      assert.deepEqual(problems, ['recording_unavailable']);
      await failing.file.close();
    }

    const next = await openOne(journal, 'next.frames');
    next.file.appendFrame(0, Buffer.from('of the next'));
    await next.file.close();
    await bystander.file.close();

    assert.equal(takenLate, 200);
    assert.deepEqual((await framesIn(next.path)).map(String), ['of the next']);
    assert.deepEqual((await framesIn(bystander.path)).map(String), ['of the first']);
    assert.deepEqual(await framesIn(join(folder, 'failing.frames')), []);
    await journal.close();
  });

  test('have all that was taken in where memory ends and each needs two of its pages for little', async () => {
    // As many pages as there are, less than two for each.
    const journal = openJournal({ maxWaitingBytes: 4 * 1024 * 1024 });
    const files = await Promise.all(
      Array.from({ length: 150 }, (_, index) => openOne(journal, `end-of-page-${index}.frames`)),
    );
    for (const { file } of files) {
      file.appendFrame(0, Buffer.alloc(16_300, 'a'));
      await file.settle();
    }

    for (const { file } of files) file.appendFrame(1, Buffer.alloc(200, 'b'));
    const taken = files.map(({ file }) => file.bytes);
    for (const { file } of files) await file.close();

    assert.ok(taken.filter((bytes) => bytes > 16_309).length >= 90);
    for (const [index, { path }] of files.entries())
      assert.equal((await readFile(path)).length, taken[index], path);
    await journal.close();
  });

  test('have all that was taken in where more of them come once there was room for those before', async () => {
    const journal = openJournal({ maxWaitingBytes: 4 * 1024 * 1024 });
    const open = (count: number, name: string, bytes: number) =>
      Promise.all(
        Array.from({ length: count }, (_, index) => openOne(journal, `${name}-${index}.frames`, [], bytes)),
      );
    const first = await open(60, 'first', 0);
    for (const { file } of first) file.appendFrame(0, Buffer.alloc(100, 'a'));

    // They go on near a page's end, where each needs two for little.
    const later = await open(90, 'later', 16_309);
    for (const { file } of later) file.appendFrame(1, Buffer.alloc(200, 'b'));
    const taken = later.map(({ file }) => file.bytes);
    for (const { file } of [...first, ...later]) await file.close();

    assert.ok(taken.filter((bytes) => bytes > 16_309).length >= 40);
    for (const [index, { path }] of later.entries())
      if ((taken[index] ?? 0) > 16_309) assert.equal((await readFile(path)).length, taken[index], path);
    for (const { path } of first) assert.equal((await readFile(path)).length, 109, path);
    await journal.close();
  });
});
