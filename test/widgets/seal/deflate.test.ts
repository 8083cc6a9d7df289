import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { createDeflate } from '../../../widgets/seal/deflate.ts';

const windowBytes = 32_768;

/** What zlib makes of our streams, each with the bodies before it as its dictionary. */
const through = (bodies: readonly Uint8Array[]): readonly Uint8Array[] => {
  const deflate = createDeflate();
  let before = Buffer.alloc(0);
  return bodies.map((body) => {
    const expanded = inflateRawSync(deflate(body), before.length > 0 ? { dictionary: before } : {});
    before = Buffer.concat([before, body]).subarray(-windowBytes);
    return new Uint8Array(expanded);
  });
};

/** Pieces that come again, at all distances, between bytes that don't. */
const repetitive = fc
  .tuple(
    fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 }),
    fc.array(fc.nat(), { maxLength: 400 }),
  )
  .map(
    ([pieces, order]) =>
      new Uint8Array(order.flatMap((at) => [...(pieces[at % pieces.length] ?? []), at & 255])),
  );

test('zlib reads what we write, whatever it is', () => {
  const bodies = fc.array(fc.oneof(fc.uint8Array({ maxLength: 2000 }), repetitive), { maxLength: 8 });

  fc.assert(
    fc.property(bodies, (run) => assert.deepEqual(through(run), run)),
    { numRuns: 200 },
  );
});

test('bodies of one byte, of none, of one value, of every value and longer than a block come out whole', () => {
  const every = new Uint8Array(100_000).map((_, at) => (at * 7919 + (at >> 8)) & 255);
  const run = [
    new Uint8Array(0),
    new Uint8Array([7]),
    new Uint8Array(70_000),
    every,
    new Uint8Array(0),
    every,
  ];

  assert.deepEqual(through(run), run);
});

test('codes that would be longer than 15 bits are made shorter', () => {
  // Each value occurs as often as the two rarer ones together: the deepest tree that there is.
  const counts = [1, 1];
  while (counts.length < 24) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
  const body = new Uint8Array(counts.flatMap((count, value) => new Array<number>(count).fill(value * 5)));
  const shuffled = body.map((_, at) => body[(at * 30_011) % body.length] ?? 0);

  assert.deepEqual(through([shuffled]), [shuffled]);
});

test('text becomes about as short as zlib makes it, and random bytes hardly longer than they were', () => {
  const text = Buffer.concat(
    globSync('widgets/**/*.ts')
      .sort()
      .map((file) => readFileSync(file)),
  );
  const random = crypto.getRandomValues(new Uint8Array(60_000));

  assert.ok(text.length > 300_000);
  assert.ok(createDeflate()(text).length < deflateRawSync(text).length * 1.03);
  assert.ok(createDeflate()(random).length < random.length * 1.01);
});
