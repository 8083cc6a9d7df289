import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toBase64Url } from '../../protocol/base64url.ts';
import { maxPieceBytes, readFileContent, writeFileContent } from '../../protocol/file-content.ts';

const anId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toBase64Url);

describe('a body of kind file', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(
        anId,
        fc.nat(2 ** 31),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        (id, offset, bytes) => {
          const read = readFileContent(writeFileContent({ type: 'piece', id, offset, bytes }));

          assert.ok(read?.type === 'piece');
          assert.deepEqual([read.id, read.offset], [id, offset]);
          assert.deepEqual(Buffer.from(read.bytes), Buffer.from(bytes));
          const taken = { type: 'taken', id, offset } as const;
          assert.deepEqual(readFileContent(writeFileContent(taken)), taken);
        },
      ),
    );
  });

  it('is nothing else: not empty, not too long, of no other type, and no acknowledgment with something behind it', () => {
    const piece = writeFileContent({
      type: 'piece',
      id: 'A'.repeat(22),
      offset: 7,
      bytes: new Uint8Array(3),
    });
    const tooLong = new Uint8Array(21 + maxPieceBytes + 1).fill(1);
    const taken = writeFileContent({ type: 'taken', id: 'A'.repeat(22), offset: 7 });

    for (const body of [
      new Uint8Array(0),
      piece.subarray(0, 20),
      piece.subarray(0, 21),
      tooLong,
      Uint8Array.from([3, ...piece.subarray(1)]),
      Uint8Array.from([...taken, 0]),
    ]) {
      assert.equal(readFileContent(body), null);
    }
    assert.throws(() => writeFileContent({ type: 'taken', id: 'AAAA', offset: 0 }), RangeError);
  });
});
