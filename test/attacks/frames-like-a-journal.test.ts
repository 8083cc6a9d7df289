import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { entryHeadBytes } from '../../protocol/recording.ts';
import { randomId } from '../../server/crypto/random.ts';
import {
  checkKey,
  chunkBytes,
  chunkHeadBytes,
  readChunkHead,
  writeCheck,
} from '../../server/recordings/journal/chunk.ts';
import { recordHeadBytes } from '../../server/recordings/journal/record.ts';
import { openRecycledJournal } from '../support/recycled-journal.ts';

const root = mkdtempSync(join(tmpdir(), 'handrail-like-a-journal-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** What a journal has of a recording that begins with this frame. */
const journaled = async (frame: Buffer) => {
  const { file, journal, append, segment } = await openRecycledJournal(root);
  await append(frame);
  const bytes = segment(1);
  await file.close();
  await journal.close();
  const names = readChunkHead(bytes);
  assert.ok(names);
  return {
    bytes,
    before: chunkBytes(names.length),
    records: Buffer.from(bytes.subarray(chunkBytes(names.length))),
  };
};

test('a frame that has a journal’s chunk in it, where a later segment in the same file ends, writes to no recording', async () => {
  const short = Buffer.from('as long as the other');
  const { bytes, before: namesBytes, records } = await journaled(short);
  // The number of the segment that will end there can be guessed, and where in it; not what the journal is called.
  const place = { key: checkKey(randomId('journal')), number: 4, offset: bytes.length };
  writeCheck(records, place);
  const { file, journal, append, fill, segment, crash } = await openRecycledJournal(root);
  const inFront = bytes.length - namesBytes - chunkHeadBytes - recordHeadBytes - entryHeadBytes;
  await fill(Buffer.concat([Buffer.alloc(inFront), records, Buffer.alloc(64 * 1024)]));
  await fill();
  await fill();
  const before = file.bytes;

  await append(Buffer.from('as long as the first'));

  assert.ok(
    segment(4)
      .subarray(bytes.length, bytes.length + records.length)
      .equals(records),
  );
  const left = crash();
  left.keepOnly(4);
  left.empty();
  await left.replay();
  assert.equal(left.content().length, file.bytes);
  assert.ok(left.content().subarray(0, before).equals(Buffer.alloc(before)));
  await file.close();
  await journal.close();
});
