import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { randomId } from '../../server/crypto/random.ts';
import { checkKey, chunkBytes, readChunkHead, writeCheck } from '../../server/recordings/journal/chunk.ts';
import { openSmallJournal, segmentPath } from '../support/small-journal.ts';

const root = mkdtempSync(join(tmpdir(), 'handrail-like-a-journal-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** The chunk of records that a journal has of a recording which begins with this frame: what somebody can make who knows how a journal is written. */
const chunkOf = async (frame: Buffer): Promise<Buffer> => {
  const { file, journal, append, segment } = await openSmallJournal(root);
  await append(frame);
  const bytes = segment(1);
  await file.close();
  await journal.close();
  const names = readChunkHead(bytes);
  assert.ok(names);
  return Buffer.from(bytes.subarray(chunkBytes(names.length)));
};

/** A journal behind whose end the disk has this chunk, as where it lost power and has old blocks; `keyOf` is what it was checked with. Answers what its recording is then. */
const replayed = async (chunk: Buffer, keyOf: (journal: string) => Buffer): Promise<string> => {
  const { file, journal, append, segment, crash } = await openSmallJournal(root);
  await append(Buffer.from('as it was recorded'));
  const left = crash();
  left.empty();
  const path = segmentPath(left.journals, 1);
  // The segment's number, and where in it, can be guessed; not what the journal is called.
  const [name = ''] = basename(path).split('.');
  writeCheck(chunk, { key: keyOf(name), number: 1, offset: segment(1).length });
  appendFileSync(path, chunk);
  await left.replay();
  await file.close();
  await journal.close();
  return left.content().toString('latin1');
};

test('a frame that has a journal’s chunk in it, where a segment ends on the disk, writes to no recording', async () => {
  const chunk = await chunkOf(Buffer.from('as somebody made it'));

  const forged = await replayed(chunk, () => checkKey(randomId('journal')));

  assert.match(forged, /as it was recorded$/);
});

test('the same would write to one if the journal’s name were known', async () => {
  const chunk = await chunkOf(Buffer.from('as somebody made it'));

  const known = await replayed(chunk, checkKey);

  assert.match(known, /as somebody made it$/);
});
