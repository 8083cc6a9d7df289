import assert from 'node:assert/strict';
import { constants, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { entryHeadBytes, entryTypes, readEntry } from '../../../protocol/recording.ts';
import { randomId } from '../../../server/crypto/random.ts';
import { DirectFile, diskBlockBytes, openDirectFile } from '../../../server/recordings/direct-file.ts';
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

const fileIn = (journal: Journal, own: DirectFile, onFailed: OnFailed = unexpected) =>
  new RecordingFile({ id: randomId('art'), own, bytes: 0, journal, onFailed });

describe('the file of a recording', () => {
  test('has frames byte for byte and events, in their order, once it is settled', async () => {
    const path = join(folder, 'a.frames');
    const { journal } = openJournal();
    const file = fileIn(journal, await openDirectFile(path, 'w'));
    const frame = Buffer.from('a frame as it came');

    file.appendFrame(7, frame);
    file.appendEvent({ at: 9, type: 'participant.left', number: 2 });
    await file.settle();

    const bytes = await readFile(path);
    assert.equal(bytes.length, file.bytes);
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

  test('has all but the last block a while after it was taken in, and the rest when it is settled, however often', async () => {
    const path = join(folder, 'k.frames');
    const { journal } = openJournal({ flushAfterMs: 50 });
    const file = fileIn(journal, await openDirectFile(path, 'w'));
    const frames: Buffer[] = [];

    for (let round = 0; round < 6; round += 1) {
      for (const length of [3000, 17, 40_000, 4087]) {
        frames.push(Buffer.alloc(length, frames.length + 1));
        file.appendFrame(frames.length, frames.at(-1) ?? Buffer.alloc(0));
      }
      const whole = Math.floor(file.bytes / diskBlockBytes) * diskBlockBytes;
      await until(async () => (await readFile(path)).length >= whole, 'whole blocks are in the file');
      if (round % 2 === 1) await file.settle();
    }

    assert.deepEqual(framesOf(await readFile(path)), frames);
    await file.close();
    await journal.close();
  });

  test('goes on where it ended before, in the middle of a block', async () => {
    const path = join(folder, 'l.frames');
    const { journal } = openJournal();
    const frames = Array.from({ length: 9 }, (_, at) => Buffer.alloc(5_000 + at, at));
    for (const [at, frame] of frames.entries()) {
      const { size: bytes } = at === 0 ? { size: 0 } : statSync(path);
      const own = await openDirectFile(path, constants.O_RDWR | constants.O_CREAT);
      const file = new RecordingFile({ id: randomId('art'), own, bytes, journal, onFailed: unexpected });
      file.appendFrame(at, frame);
      await file.close();
    }

    assert.deepEqual(framesOf(await readFile(path)), frames);
    await journal.close();
  });

  test('is written through the system’s cache where its disk wants larger blocks', async () => {
    const path = join(folder, 'm.frames');
    const refusing = await open(path, 'w');
    let asked = 0;
    const refuse = async () => {
      asked += 1;
      throw Object.assign(new Error('Invalid argument'), { code: 'EINVAL' });
    };
    const { journal } = openJournal();
    const own = new DirectFile(await open(path, 'r+'), Object.assign(refusing, { writev: refuse }));
    const file = fileIn(journal, own);
    const frames = [0, 1, 2].map((at) => Buffer.alloc(20_000, at));
    for (const [at, frame] of frames.entries()) {
      file.appendFrame(at, frame);
      await file.settle();
    }

    assert.equal(asked, 1);
    assert.deepEqual(framesOf(await readFile(path)), frames);
    await file.close();
    await journal.close();
  });

  test('has what is settled on the disk: by a sync where a write has none of its own, and for what is no whole block', async () => {
    const synced = async (name: string, direct: 'direct' | 'plain', bytes: number): Promise<number> => {
      const path = join(folder, `${name}.frames`);
      const plain = await open(path, 'w');
      const syncs: string[] = [];
      const counting = Object.assign(plain, { datasync: async () => void syncs.push(name) });
      const { journal } = openJournal();
      const file = fileIn(
        journal,
        new DirectFile(counting, direct === 'direct' ? await open(path, 'r+') : null),
      );
      file.appendFrame(0, Buffer.alloc(bytes - entryHeadBytes));
      await file.flush();
      await file.settle();
      assert.equal(file.syncedBytes, bytes);
      await file.settle();
      await file.close();
      await journal.close();
      return syncs.length;
    };

    assert.equal(await synced('n', 'direct', 2 * diskBlockBytes), 0);
    assert.equal(await synced('o', 'direct', 2 * diskBlockBytes + 1), 1);
    assert.equal(await synced('p', 'plain', 2 * diskBlockBytes), 1);
  });

  test('is whole when it is closed, however much waited, and the journal is empty then', async () => {
    const path = join(folder, 'b.frames');
    const { journal, journals } = openJournal();
    const file = fileIn(journal, await openDirectFile(path, 'w'));
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
    const file = fileIn(journal, new DirectFile(await open('/dev/full', 'w')), failed.resolve);

    file.appendFrame(0, Buffer.alloc(10_000));

    assert.equal(await failed.promise, 'spool_full');
    const { bytes } = file;
    file.appendFrame(1, Buffer.alloc(100));
    assert.equal(file.bytes, bytes);
    assert.equal(await file.leave(), false);
    await journal.close();
  });

  test('says so when the journal’s disk is full, has what it had taken in, and others can begin when there is room', async () => {
    let isFull = true;
    const { journal } = openJournal({
      openSegmentFile: async (path) =>
        isFull ? new DirectFile(await open('/dev/full', 'w')) : openDirectFile(path, 'wx'),
    });
    const failed = Promise.withResolvers<string>();
    const path = join(folder, 'c.frames');
    const file = fileIn(journal, await openDirectFile(path, 'w'), failed.resolve);

    file.appendFrame(0, Buffer.alloc(100));

    assert.equal(await failed.promise, 'spool_full');
    file.appendFrame(1, Buffer.alloc(100));
    await file.close();
    assert.equal((await readFile(path)).length, 109);
    isFull = false;
    const next = fileIn(journal, await openDirectFile(join(folder, 'd.frames'), 'w'));
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
    const file = fileIn(journal, disk.own, (problem) => problems.push(problem));
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
    const file = new RecordingFile({ id, own: disk.own, bytes: 0, journal, onFailed: () => undefined });
    const other = fileIn(journal, await openDirectFile(join(folder, 'i.frames'), 'w'));
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
      const { own } = disks[index];
      return new RecordingFile({ id: ids[index], own, bytes: 0, journal, onFailed: () => undefined });
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

  test('waits for more where all that is wanted is written', async () => {
    const path = join(folder, 'j.frames');
    const { journal } = openJournal();
    const file = fileIn(journal, await openDirectFile(path, 'w'));
    file.appendFrame(0, Buffer.alloc(diskBlockBytes));
    await file.flush();

    await file.settle(diskBlockBytes);
    assert.equal((await readFile(path)).length, diskBlockBytes);
    assert.equal(file.syncedBytes, diskBlockBytes);
    await file.settle(diskBlockBytes + 1);

    assert.equal((await readFile(path)).length, file.bytes);
    assert.equal(file.syncedBytes, file.bytes);
    await file.close();
    await journal.close();
  });

  test('gives up on a disk that takes nothing, before it holds much, and without anybody waiting for it', async () => {
    const disk = await hangingDisk();
    const problems: string[] = [];
    const { journal } = openJournal();
    const file = fileIn(journal, disk.own, (problem) => problems.push(problem));
    const frame = Buffer.alloc(256 * 1024);

    file.appendFrame(0, frame);
    const settled = file.settle();
    await disk.isAsked;
    let taken = frame.length;
    while (problems.length === 0 && taken < 2 * maxWaitingBytes) {
      file.appendFrame(0, frame);
      taken += frame.length;
    }

    assert.deepEqual(problems, ['recording_unavailable']);
    assert.ok(taken <= maxWaitingBytes + frame.length, `${taken} bytes`);
    const closed = file.close().then(() => 'closed' as const);
    // What it was writing when it gave up has to go somewhere.
    disk.goOn();
    await settled;
    assert.equal(await closed, 'closed');
    await journal.close();
  });

  test('gives up with all others when the journal’s disk takes nothing, before they hold much together', async () => {
    const disk = await hangingDisk();
    const allWaitingBytes = 4 * 1024 * 1024;
    const { journal } = openJournal({
      maxWaitingBytes: allWaitingBytes,
      openSegmentFile: async () => disk.own,
    });
    const problems: string[] = [];
    const files = await Promise.all(
      ['e', 'f', 'g'].map(async (name) =>
        fileIn(journal, await openDirectFile(join(folder, `${name}.frames`), 'w'), (problem) =>
          problems.push(problem),
        ),
      ),
    );

    let taken = 10_009 * files.length;
    for (const file of files) file.appendFrame(0, Buffer.alloc(10_000));
    await disk.isAsked;
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
    disk.goOn();
    await journal.close();
  });

  test('leaves a journal behind that does not grow for ever', async () => {
    const { journal, journals } = openJournal({ segmentBytes: 256 * 1024, flushAfterMs: 50 });
    const path = join(folder, 'h.frames');
    const file = fileIn(journal, await openDirectFile(path, 'w'));
    const segments = () => readdirSync(journals).filter((name) => name.endsWith('.segment'));

    for (let at = 0; at < 20; at += 1) {
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
  let left = 7_000;
  const own = await writtenBy(path, async (handle, bytes, position) => {
    if (left === 0) throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
    const part = bytes.subarray(0, left);
    left -= part.length;
    return handle.write(part, 0, part.length, position);
  });
  return { path, own, hasRoom: () => (left = Number.POSITIVE_INFINITY) };
};

/** It takes nothing until it is let go on. */
const hangingDisk = async () => {
  const asked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const own = await writtenBy(join(folder, randomId('disk')), async (handle, bytes, position) => {
    asked.resolve();
    await free.promise;
    return handle.write(bytes, 0, bytes.length, position);
  });
  return { own, isAsked: asked.promise, goOn: () => free.resolve() };
};

type Write = (handle: FileHandle, bytes: Buffer, position: number) => Promise<{ bytesWritten: number }>;

const writtenBy = async (path: string, write: Write): Promise<DirectFile> => {
  const handle = await open(path, 'w');
  const written = new Proxy(handle, {
    get: (of, name) => {
      if (name === 'writev')
        return (pieces: readonly Buffer[], position: number) => write(of, Buffer.concat(pieces), position);
      const value: unknown = Reflect.get(of, name, of);
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
  return new DirectFile(written);
};
