import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { wholeOf } from '../../../server/artifacts/content-of.ts';
import { lend } from '../../../server/storage/lent-content.ts';
import { problem } from '../storage/storage-reading.ts';

const content = randomBytes(3000);
const expected = { bytes: 3000, sha256: createHash('sha256').update(content).digest('hex') };

/** What comes out, in pieces of a thousand, until all is there or something is found wrong. */
const outOf = async (bytes: Uint8Array) => {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 1000) pieces.push(Uint8Array.from(bytes.subarray(at, at + 1000)));
  const out: Buffer[] = [];
  try {
    for await (const piece of wholeOf(lend(Readable.from(pieces)), expected)) out.push(Buffer.from(piece));
  } catch (error) {
    return { out: Buffer.concat(out), error };
  }
  return { out: Buffer.concat(out), error: null };
};

describe('the whole of what was kept', () => {
  it('comes as it was', async () => {
    const { out, error } = await outOf(content);

    assert.equal(error, null);
    assert.ok(out.equals(content));
  });

  it('never ends as if it were, when it is not', async () => {
    const changed = Buffer.from(content);
    changed[10] = 255 - (changed[10] ?? 0);

    for (const wrong of [changed, Buffer.concat([content, Buffer.from('x')]), content.subarray(0, 2000)]) {
      const { out, error } = await outOf(wrong);

      problem('artifact_damaged')(error);
      assert.equal(out.length, 2000);
    }
  });
});
