import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants, mkdtempSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { entryTypes, readEntry } from '../../../protocol/recording.ts';
import { maxWaitingBytes, RecordingFile } from '../../../server/recordings/recording-file.ts';
import { until } from '../../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-recording-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const unexpected = (problem: string, cause: unknown) => {
  throw new Error(problem, { cause });
};

describe('the file of a recording', () => {
  test('has frames byte for byte and events, in their order, a moment after they were taken in', async () => {
    const path = join(folder, 'a.frames');
    const handle = await open(path, 'a');
    const file = new RecordingFile({ handle, bytes: 0, onFailed: unexpected });
    const frame = Buffer.from('a frame as it came');

    file.appendFrame(7, frame);
    file.appendEvent({ at: 9, type: 'participant.left', number: 2 });

    const bytes = await until(async () => {
      const there = await readFile(path);
      return there.length === file.bytes && there;
    }, 'the file has all of it');
    const first = readEntry(bytes, 0);
    assert.ok(typeof first === 'object');
    const second = readEntry(bytes, first.next);
    assert.ok(typeof second === 'object');
    assert.deepEqual([first.entry.at, first.entry.type], [7, entryTypes.frame]);
    assert.deepEqual(Buffer.from(first.entry.payload), frame);
    assert.equal(
      Buffer.from(second.entry.payload).toString(),
      '{"at":9,"type":"participant.left","number":2}',
    );
    assert.equal(second.next, bytes.length);
    await file.close();
  });

  test('is whole when it is closed, however much waited', async () => {
    const path = join(folder, 'b.frames');
    const file = new RecordingFile({ handle: await open(path, 'a'), bytes: 0, onFailed: unexpected });
    const frame = Buffer.alloc(100_000, 7);

    for (let at = 0; at < 100; at += 1) file.appendFrame(at, frame);
    await file.close();

    const bytes = await readFile(path);
    assert.equal(bytes.length, 100 * (frame.length + 9));
    let offset = 0;
    for (let at = 0; at < 100; at += 1) {
      const read = readEntry(bytes, offset);
      assert.ok(typeof read === 'object');
      assert.deepEqual([read.entry.at, Buffer.compare(read.entry.payload, frame)], [at, 0]);
      offset = read.next;
    }
  });

  test('says so when the disk is full, and takes nothing in after that', async () => {
    const failed = Promise.withResolvers<string>();
    const handle = await open('/dev/full', 'a');
    const file = new RecordingFile({ handle, bytes: 0, onFailed: failed.resolve });

    file.appendFrame(0, Buffer.alloc(100));

    assert.equal(await failed.promise, 'spool_full');
    const { bytes } = file;
    file.appendFrame(1, Buffer.alloc(100));
    assert.equal(file.bytes, bytes);
    await file.close();
  });

  test('gives up on a disk that takes nothing, before it holds much, and without anybody waiting for it', async () => {
    const path = join(folder, 'pipe');
    execFileSync('/usr/bin/mkfifo', [path]);
    // A pipe that nobody reads stops its writer, as a disk would that hangs.
    const reader = await open(path, constants.O_RDWR);
    const problems: string[] = [];
    const file = new RecordingFile({
      handle: await open(path, 'a'),
      bytes: 0,
      onFailed: (problem) => problems.push(problem),
    });
    const frame = Buffer.alloc(256 * 1024);

    let taken = 0;
    while (problems.length === 0 && taken < 2 * maxWaitingBytes) {
      file.appendFrame(0, frame);
      taken += frame.length;
    }

    assert.deepEqual(problems, ['recording_unavailable']);
    assert.ok(taken <= maxWaitingBytes + frame.length, `${taken} bytes`);
    const drain = Buffer.alloc(1024 * 1024);
    const closed = file.close().then(() => 'closed' as const);
    // What it was writing when it gave up has to go somewhere.
    for (let left = frame.length + 9; left > 0; )
      left -= (await reader.read(drain, 0, drain.length)).bytesRead;
    assert.equal(await closed, 'closed');
    await reader.close();
  });
});
