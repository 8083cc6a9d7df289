import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  sealedBytes,
  sealedRange,
  sealedSegmentBytes,
  segmentBytes,
  segmentContext,
  segmentCount,
  segmentLength,
  segmentNonce,
} from '../../../protocol/sealed-object.ts';
import type { ByteRange } from '../../../server/storage/artifact-storage.ts';
import { openObject, readSealed } from '../../../server/storage/open-object.ts';
import { artifactId, opened, pieces, type Sealed, seal } from './sealing.ts';
import { bytesOf, problem } from './storage-reading.ts';

const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 500_000];

describe('a sealed object', () => {
  for (const bytes of sizes) {
    it(`of ${bytes} bytes opens to what it was, and is as long as announced`, async () => {
      const object = await seal(bytes);

      assert.equal(object.sealed.length, sealedBytes(bytes));
      const { bytes: content, error } = await opened(object, object.sealed);
      assert.equal(error, null);
      assert.ok(content.equals(object.content));
    });
  }

  it('is the same however its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 1000, max: 140_000 }),
        async (bytes, size) => {
          const object = await seal(bytes, { size });

          const { bytes: content } = await opened(object, object.sealed, size);

          assert.ok(content.equals(object.content));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is opened where it lies, but for what is found damaged', async () => {
    const object = await seal(segmentBytes + 10);
    const [whole, damaged] = [Buffer.from(object.sealed), Buffer.from(object.sealed)];
    damaged[100] = 255 - (damaged[100] ?? 0);
    const untouched = Buffer.from(damaged);
    const parts: Uint8Array[] = [];

    for await (const part of openObject(object, Readable.from([whole]))) parts.push(part);
    const opening = openObject(object, Readable.from([damaged])).next();

    await assert.rejects(opening, problem('artifact_damaged'));
    assert.ok(damaged.equals(untouched));
    assert.ok(Buffer.concat(parts).equals(object.content));
    assert.ok(parts.every(({ buffer }) => buffer === whole.buffer));
  });

  it('has a number in each segment’s nonce, also beyond 2³² of them', () => {
    const nonce = segmentNonce(2 ** 40 + 2 ** 32 - 1, true);

    assert.deepEqual([...nonce], [0, 0, 0, 0, 0, 1, 0, 255, 255, 255, 255, 1]);
  });

  it('is opened by WebCrypto with the arithmetic that browsers use', async () => {
    for (const bytes of sizes) {
      const { key: raw, content, sealed } = await seal(bytes);
      const key = await crypto.subtle.importKey('raw', Uint8Array.from(raw), 'AES-GCM', false, ['decrypt']);
      const last = segmentCount(bytes) - 1;
      for (let index = 0; index <= last; index += 1) {
        const segment = sealed.subarray(index * sealedSegmentBytes, (index + 1) * sealedSegmentBytes);
        const plain = await crypto.subtle.decrypt(
          {
            name: 'AES-GCM',
            iv: segmentNonce(index, index === last),
            additionalData: segmentContext(artifactId, index === last ? bytes : null),
          },
          key,
          Uint8Array.from(segment),
        );

        assert.equal(plain.byteLength, segmentLength(bytes, index));
        const from = index * segmentBytes;
        assert.ok(content.subarray(from, from + segmentBytes).equals(new Uint8Array(plain)));
      }
    }
  });

  it('gives any range from the segments that it needs alone', async () => {
    const objects = await Promise.all(sizes.filter((bytes) => bytes > 0).map((bytes) => seal(bytes)));
    const aRange = fc
      .constantFrom(...objects)
      .chain((object) =>
        fc
          .tuple(fc.nat(object.bytes - 1), fc.integer({ min: 1, max: object.bytes }))
          .map(([from, length]) => ({ object, start: from, end: Math.min(object.bytes, from + length) })),
      );
    await fc.assert(
      fc.asyncProperty(aRange, async ({ object, start, end }) => {
        const needed = sealedRange(object.bytes, { start, end });
        assert.ok(needed);
        assert.ok(
          needed.end - needed.start <= (Math.ceil((end - start) / segmentBytes) + 1) * sealedSegmentBytes,
        );
        const parts: Uint8Array[] = [];

        const sealed = pieces(object.sealed.subarray(needed.start, needed.end));
        for await (const part of openObject(object, sealed, { start, end })) parts.push(part);

        assert.ok(object.content.subarray(start, end).equals(Buffer.concat(parts)));
      }),
      { numRuns: 100 },
    );
  });

  it('has no range beyond its end, and none with nothing in it', async () => {
    const object = await seal(1000);
    for (const [start, end] of [
      [0, 1001],
      [1000, 1001],
      [5, 5],
      [6, 5],
      [-1, 5],
      [0.5, 2],
    ] as const) {
      assert.equal(sealedRange(1000, { start, end }), null);
      await assert.rejects(
        openObject(object, pieces(object.sealed), { start, end }).next(),
        problem('range_invalid'),
      );
    }
  });
});

describe('a sealed object in a storage', () => {
  const stored = (object: Sealed) => {
    const asked: (ByteRange | undefined)[] = [];
    const read = async (_ref: string, range?: ByteRange) => {
      asked.push(range);
      return Readable.from(pieces(object.sealed.subarray(range?.start, range?.end)), { objectMode: false });
    };
    return { storage: { read }, asked };
  };

  it('is read whole without a range, so that nothing is behind its end', async () => {
    const object = await seal(100_000);
    const { storage, asked } = stored({ ...object, sealed: Buffer.concat([object.sealed, Buffer.alloc(1)]) });

    await assert.rejects(
      async () => bytesOf(await readSealed(storage, 'ref', object)),
      problem('artifact_damaged'),
    );
    assert.deepEqual(asked, [undefined]);
    const right = await bytesOf(await readSealed(stored(object).storage, 'ref', object));
    assert.ok(right.equals(object.content));
  });

  it('is read in the segments that a range needs', async () => {
    const object = await seal(300_000);
    const { storage, asked } = stored(object);

    const read = await bytesOf(await readSealed(storage, 'ref', object, { start: 70_000, end: 70_010 }));

    assert.ok(read.equals(object.content.subarray(70_000, 70_010)));
    assert.deepEqual(asked, [{ start: sealedSegmentBytes, end: 2 * sealedSegmentBytes }]);
    await assert.rejects(
      readSealed(storage, 'ref', object, { start: 0, end: 300_001 }),
      problem('range_invalid'),
    );
    assert.equal(asked.length, 1);
  });

  it('fails as its storage fails, and is let go of when it is given up', async () => {
    const object = await seal(100_000);
    const source = new Readable({ read: () => undefined });
    const failed = new Error('The line broke.');

    const opened = await readSealed({ read: async () => source }, 'ref', object);
    source.destroy(failed);

    // Nobody reads yet: whoever comes later hears of it.
    await new Promise((resolve) => source.once('close', resolve));
    await assert.rejects(bytesOf(opened), (error) => error === failed);
    const other = new Readable({ read: () => undefined });
    const given = await readSealed({ read: async () => other }, 'ref', object);
    given.destroy();
    await once(other, 'close');
  });
});
