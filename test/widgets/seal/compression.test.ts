import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { createCompressor } from '../../../widgets/seal/compressor.ts';
import { createExpander } from '../../../widgets/seal/expander.ts';
import { longestBody, pad, smallestPadded, unpad } from '../../../widgets/seal/padding.ts';

test('any run of bodies comes out of a window as it went in', () => {
  const bodies = fc.array(fc.tuple(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), fc.nat(40)), {
    maxLength: 30,
  });

  fc.assert(
    fc.property(bodies, (run) => {
      const compress = createCompressor('page');
      const expand = createExpander('page');
      for (const [bytes, keyframe, times] of run) {
        const body = new Uint8Array(bytes.byteLength * times).map(
          (_, index) => bytes[index % bytes.byteLength] ?? 0,
        );
        assert.deepEqual(expand(compress(body, keyframe), keyframe), body);
      }
    }),
    { numRuns: 60 },
  );
});

test('a body that repeats the one before costs next to nothing', () => {
  const compress = createCompressor('page');
  const body = crypto.getRandomValues(new Uint8Array(20_000));

  const first = compress(body, true);
  const second = compress(body, false);

  assert.ok(first.byteLength >= 20_000);
  assert.ok(second.byteLength < 300);
});

test('a body that says to be larger than the bound, or is another length than it says, is refused', () => {
  const bomb = deflateSync(new Uint8Array(40 * 1024 * 1024));
  const said = (length: number) => {
    const body = new Uint8Array(4 + bomb.byteLength);
    new DataView(body.buffer).setUint32(0, length);
    body.set(bomb, 4);
    return body;
  };

  assert.throws(() => createExpander('page')(said(40 * 1024 * 1024), true), RangeError);
  assert.throws(() => createExpander('page')(new Uint8Array(3), true), RangeError);
  assert.equal(createExpander('page')(said(1000), true).byteLength, 1000);
});

test('padding comes off again, adds at most an eighth, and hides lengths', () => {
  const lengths = new Set<number>();

  for (let length = 0; length < 70_000; length += 37) {
    const body = new Uint8Array(length).fill(7);
    const padded = pad(body);
    lengths.add(padded.byteLength);
    assert.deepEqual(unpad(padded), body);
    assert.ok(padded.byteLength <= Math.max(smallestPadded, (length + 4) * 1.12));
  }

  assert.ok(lengths.size < 150);
});

test('bytes that are not padded are refused', () => {
  assert.equal(unpad(new Uint8Array(100)), null);
  assert.equal(unpad(new Uint8Array(128).fill(255)), null);
});

test('the longest body still fits when padded', () => {
  for (const limit of [200, 4055, 65_495, 4 * 1024 * 1024 - 41]) {
    assert.ok(pad(new Uint8Array(longestBody(limit))).byteLength <= limit);
  }
});
