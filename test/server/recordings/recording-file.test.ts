import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { constants, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { entryTypes, readEntry } from '../../../protocol/recording.ts';
import { randomId } from '../../../server/crypto/random.ts';
import { Journal } from '../../../server/recordings/journal/journal.ts';
import { createReplayJournals } from '../../../server/recordings/journal/replay-journals.ts';
import { maxWaitingBytes, RecordingFile } from '../../../server/recordings/recording-file.ts';
import { until } from '../../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'handrail-recording-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const unexpected = (problem: string, cause: unknown) => {
  throw new Error(problem, { cause });
};

type JournalNeeds = ConstructorParameters<typeof Journal>[0];
type OnFailed = ConstructorParameters<typeof RecordingFile>[0]['onFailed'];

/** A journal in a folder of its own. */
const openJournal = (needs: Omit<JournalNeeds, 'folder'> = {}) => {
  const journals = mkdtempSync(join(folder, 'journals-'));
  return { journals, journal: new Journal({ ...needs, folder: journals }) };
};

const fileIn = (journal: Journal, handle: FileHandle, onFailed: OnFailed = unexpected) =>
  new RecordingFile({ id: randomId('art'), handle, bytes: 0, journal, onFailed });

describe('the file of a recording', () => {
  test('has frames byte for byte and events, in their order, a while after they were taken in', async () => {
    const path = join(folder, 'a.frames');
    const { journal } = openJournal({ flushAfterMs: 50 });
    const file = fileIn(journal, await open(path, 'a'));
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
    await journal.close();
  });

  test('is whole when it is closed, however much waited, and the journal is empty then', async () => {
    const path = join(folder, 'b.frames');
    const { journal, journals } = openJournal();
    const file = fileIn(journal, await open(path, 'a'));
    // Some are larger than what the journal takes at once.
    const frames = Array.from({ length: 100 }, (_, at) =>
      Buffer.alloc(at % 20 === 0 ? 1_500_000 : 90_000, at),
    );

    for (const [at, frame] of frames.entries()) file.appendFrame(at, frame);
    await file.close();

    const bytes = await readFile(path);
    assert.equal(bytes.length, file.bytes);
    let offset = 0;
    for (const [at, frame] of frames.entries()) {
      const read = readEntry(bytes, offset);
      assert.ok(typeof read === 'object');
      assert.deepEqual([read.entry.at, Buffer.compare(read.entry.payload, frame)], [at, 0]);
      offset = read.next;
    }
    await journal.close();
    assert.deepEqual(readdirSync(journals), []);
  });

  test('says so when the disk is full, and takes nothing in after that', async () => {
    const failed = Promise.withResolvers<string>();
    const { journal } = openJournal({ flushAfterMs: 50 });
    const file = fileIn(journal, await open('/dev/full', 'a'), failed.resolve);

    file.appendFrame(0, Buffer.alloc(100));

    assert.equal(await failed.promise, 'spool_full');
    const { bytes } = file;
    file.appendFrame(1, Buffer.alloc(100));
    assert.equal(file.bytes, bytes);
    await file.close();
    await journal.close();
  });

  test('says so when the journal’s disk is full, has what it had taken in, and others can begin when there is room', async () => {
    let isFull = true;
    const { journal } = openJournal({
      openSegmentFile: (path) => (isFull ? open('/dev/full', 'a') : open(path, 'ax')),
    });
    const failed = Promise.withResolvers<string>();
    const path = join(folder, 'c.frames');
    const file = fileIn(journal, await open(path, 'a'), failed.resolve);

    file.appendFrame(0, Buffer.alloc(100));

    assert.equal(await failed.promise, 'spool_full');
    file.appendFrame(1, Buffer.alloc(100));
    await file.close();
    assert.equal((await readFile(path)).length, 109);
    isFull = false;
    const next = fileIn(journal, await open(join(folder, 'd.frames'), 'a'));
    next.appendFrame(0, Buffer.alloc(100));
    await journal.tidy();
    await next.close();
    assert.equal((await readFile(join(folder, 'd.frames'))).length, 109);
    await journal.close();
  });

  test('has all that it had taken in once a disk that was full has room', async () => {
    const disk = await limitedDisk();
    const problems: string[] = [];
    const { journal } = openJournal({ flushAfterMs: 50 });
    const file = fileIn(journal, disk.handle, (problem) => problems.push(problem));
    for (let at = 0; at < 20; at += 1) file.appendFrame(at, Buffer.alloc(5_000, at));
    await file.settle();
    assert.deepEqual(problems, ['spool_full']);

    const closed = file.close();
    disk.hasRoom();
    assert.equal(await closed, true);

    const content = await readFile(disk.path);
    assert.deepEqual(
      framesOf(content),
      Array.from({ length: 20 }, (_, at) => Buffer.alloc(5_000, at)),
    );
    await journal.close();
  });

  test('is left to the journal when the process ends while its disk is full', async () => {
    const disk = await limitedDisk();
    const { journal, journals } = openJournal({ segmentBytes: 1000 });
    const id = randomId('art');
    const file = new RecordingFile({ id, handle: disk.handle, bytes: 0, journal, onFailed: () => undefined });
    const other = fileIn(journal, await open(join(folder, 'i.frames'), 'a'));
    for (let at = 0; at < 20; at += 1) file.appendFrame(at, Buffer.alloc(5_000, at));
    other.appendFrame(0, Buffer.alloc(10));
    await until(async () => journal.segmentNumber > 1, 'a segment is over');
    await file.settle();
    // What it would have gone with, if the file had all of it.
    await journal.tidy();

    assert.deepEqual([await file.leave(), await other.leave()], [false, true]);
    await journal.close();

    await createReplayJournals({
      folder: journals,
      isOwn: () => false,
      pathOf: (of) => (of === id ? disk.path : join(folder, 'i.frames')),
      isOpen: () => false,
    })();
    const content = await readFile(disk.path);
    assert.deepEqual(
      framesOf(content),
      Array.from({ length: 20 }, (_, at) => Buffer.alloc(5_000, at)),
    );
    assert.deepEqual(readdirSync(journals), []);
  });

  test('is left to the journal as well when it began after another, in the same segment', async () => {
    const disks = [await limitedDisk(), await limitedDisk()] as const;
    const { journal, journals } = openJournal();
    const ids = [randomId('art'), randomId('art')] as const;
    const begin = (index: 0 | 1) => {
      const { handle } = disks[index];
      return new RecordingFile({ id: ids[index], handle, bytes: 0, journal, onFailed: () => undefined });
    };
    const frames = Array.from({ length: 20 }, (_, at) => Buffer.alloc(5_000, at));
    const segmentBytes = () => readdirSync(journals).map((name) => statSync(join(journals, name)).size);
    const first = begin(0);
    for (const [at, frame] of frames.entries()) first.appendFrame(at, frame);
    await until(async () => segmentBytes().some((bytes) => bytes > 100_000), 'the first is in the journal');
    const second = begin(1);
    for (const [at, frame] of frames.entries()) second.appendFrame(at, frame);

    assert.deepEqual([await first.leave(), await second.leave()], [false, false]);
    await journal.close();

    assert.equal(readdirSync(journals).length, 1);
    await createReplayJournals({
      folder: journals,
      isOwn: () => false,
      pathOf: (id) => disks[id === ids[0] ? 0 : 1].path,
      isOpen: () => false,
    })();
    for (const { path } of disks) assert.deepEqual(framesOf(await readFile(path)), frames);
  });

  test('waits for more where only a segment that is written has it', async () => {
    const path = join(folder, 'j.frames');
    const { journal } = openJournal();
    const file = fileIn(journal, await open(path, 'a'));
    file.appendFrame(0, Buffer.alloc(100));

    await file.settle(journal.segmentNumber - 1);
    assert.equal((await readFile(path)).length, 0);
    await file.settle(journal.segmentNumber);

    assert.equal((await readFile(path)).length, file.bytes);
    assert.equal(file.unsyncedSince, null);
    await file.close();
    await journal.close();
  });

  test('gives up on a disk that takes nothing, before it holds much, and without anybody waiting for it', async () => {
    const { path, reader } = await hangingDisk();
    const problems: string[] = [];
    const { journal } = openJournal();
    const file = fileIn(journal, await open(path, 'a'), (problem) => problems.push(problem));
    const frame = Buffer.alloc(256 * 1024);

    file.appendFrame(0, frame);
    const drain = Buffer.alloc(1024 * 1024);
    // It is being written, and does not get far.
    await reader.read(drain, 0, 1);
    let taken = frame.length;
    while (problems.length === 0 && taken < 2 * maxWaitingBytes) {
      file.appendFrame(0, frame);
      taken += frame.length;
    }

    assert.deepEqual(problems, ['recording_unavailable']);
    assert.ok(taken <= maxWaitingBytes + frame.length, `${taken} bytes`);
    const closed = file.close().then(() => 'closed' as const);
    // What it was writing when it gave up has to go somewhere.
    for (let left = frame.length + 9 - 1; left > 0; )
      left -= (await reader.read(drain, 0, drain.length)).bytesRead;
    assert.equal(await closed, 'closed');
    await reader.close();
    await journal.close();
  });

  test('gives up with all others when the journal’s disk takes nothing, before they hold much together', async () => {
    const { path, reader } = await hangingDisk();
    const allWaitingBytes = 4 * 1024 * 1024;
    const { journal } = openJournal({
      maxWaitingBytes: allWaitingBytes,
      openSegmentFile: () => open(path, 'a'),
    });
    const problems: string[] = [];
    const files = await Promise.all(
      ['e', 'f', 'g'].map(async (name) =>
        fileIn(journal, await open(join(folder, `${name}.frames`), 'a'), (problem) => problems.push(problem)),
      ),
    );

    let taken = 0;
    while (problems.length < files.length && taken < 4 * allWaitingBytes) {
      for (const file of files) {
        const before = file.bytes;
        file.appendFrame(0, Buffer.alloc(10_000));
        taken += file.bytes - before;
      }
    }

    assert.deepEqual(
      problems,
      files.map(() => 'recording_unavailable'),
    );
    assert.ok(taken <= allWaitingBytes, `${taken} bytes`);
    // Their own files' disk does, so they have all that they took in.
    for (const [index, file] of files.entries()) {
      await file.settle();
      assert.equal((await readFile(join(folder, `${'efg'[index]}.frames`))).length, file.bytes);
    }
    for (const file of files) await file.close();
    // What it was writing when it gave up has to go somewhere; the last is a word of our own.
    const closed = journal.close().then(() => reader.write('closed'));
    const drain = Buffer.alloc(1024 * 1024);
    for (let text = ''; !text.endsWith('closed'); ) {
      const { bytesRead } = await reader.read(drain, 0, drain.length);
      text = drain.toString('latin1', 0, bytesRead);
    }
    await closed;
    await reader.close();
  });

  test('leaves a journal behind that does not grow for ever', async () => {
    const { journal, journals } = openJournal({ segmentBytes: 256 * 1024, flushAfterMs: 50 });
    const path = join(folder, 'h.frames');
    const file = fileIn(journal, await open(path, 'a'));
    const segments = () => readdirSync(journals).filter((name) => name.endsWith('.segment'));

    for (let at = 0; at < 40; at += 1) {
      const before = file.bytes;
      file.appendFrame(at, Buffer.alloc(300 * 1024, at));
      await until(async () => (await readFile(path)).length > before, 'it is in the file');
    }

    await until(async () => segments().length <= 4, 'what is in the file has left the journal');
    await file.close();
    await until(async () => segments().length === 0, 'nothing is left when nothing is recorded');
    await journal.close();
  });
});

const framesOf = (content: Buffer): readonly Buffer[] => {
  const frames: Buffer[] = [];
  for (let offset = 0; offset < content.length; ) {
    const read = readEntry(content, offset);
    assert.ok(typeof read === 'object', `${read} at ${offset}`);
    frames.push(Buffer.from(read.entry.payload));
    offset = read.next;
  }
  return frames;
};

/** It takes 7,000 bytes, and what is beyond that once it has room. The rest is the real disk. */
const limitedDisk = async () => {
  const path = join(folder, `${randomId('disk')}.frames`);
  const handle = await open(path, 'a');
  let left = 7_000;
  const full = () => Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
  const write = async (bytes: Buffer) => {
    if (left === 0) throw full();
    const part = bytes.subarray(0, left);
    left -= part.length;
    await handle.appendFile(part);
    return { bytesWritten: part.length, buffer: bytes };
  };
  const limited = new Proxy(handle, {
    get: (of, name) => {
      if (name === 'writev') return (pieces: readonly Buffer[]) => write(Buffer.concat(pieces));
      if (name === 'write') return (bytes: Buffer, at: number) => write(bytes.subarray(at));
      const value: unknown = Reflect.get(of, name, of);
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
  return { path, handle: limited, hasRoom: () => (left = Number.POSITIVE_INFINITY) };
};

/** A pipe that nobody reads stops its writer, as a disk would that hangs. */
const hangingDisk = async () => {
  const path = join(folder, randomId('pipe'));
  execFileSync('/usr/bin/mkfifo', [path]);
  return { path, reader: await open(path, constants.O_RDWR) };
};
