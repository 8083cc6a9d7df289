import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RunningSha256 } from '../../../widgets/seal/running-sha256.ts';

const hashOf = (...pieces: readonly Uint8Array[]): string => {
  const hash = new RunningSha256();
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};
const expected = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('SHA-256 piece by piece', () => {
  it('is that of the standard’s examples', () => {
    assert.equal(hashOf(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(
      hashOf(Buffer.from('abc')),
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is that of every length around the blocks’ borders', () => {
    for (let bytes = 0; bytes <= 200; bytes += 1) {
      const content = randomBytes(bytes);
      assert.equal(hashOf(content), expected(content), `${bytes} bytes`);
    }
  });

  it('doesn’t depend on how the content is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        assert.equal(hashOf(...pieces), expected(Buffer.concat(pieces)));
      }),
    );
  });

  it('holds for much content', () => {
    const content = randomBytes(3 * 1024 * 1024 + 17);
    const pieces = [content.subarray(0, 1_000_003), content.subarray(1_000_003)];

    assert.equal(hashOf(...pieces), expected(content));
  });
});
