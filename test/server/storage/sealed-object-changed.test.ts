import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sealedSegmentBytes, segmentBytes, segmentCount } from '../../../protocol/sealed-object.ts';
import { newObjectKey, sealObject } from '../../../server/storage/seal-object.ts';
import { opened, pieces, type Sealed, seal } from './sealing.ts';
import { problem } from './storage-reading.ts';

/** It is found, and what came out before is whole segments, right, and all from before the place. */
const assertFound = async (object: Sealed, changed: Uint8Array, firstWrong: number, what: string) => {
  const { bytes, error } = await opened(object, changed);

  assert.ok(problem('artifact_damaged')(error), what);
  assert.equal(bytes.length, Math.min(firstWrong * segmentBytes, object.bytes), what);
  assert.ok(bytes.equals(object.content.subarray(0, bytes.length)), what);
};

describe('a sealed object that somebody changed shows it before the segment comes out', () => {
  it('when any bit is another', async () => {
    const object = await seal(200_000);
    await fc.assert(
      fc.asyncProperty(fc.nat(object.sealed.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(object.sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));

        await assertFound(object, changed, Math.floor((bit >> 3) / sealedSegmentBytes), `bit ${bit}`);
      }),
      { numRuns: 100 },
    );
  });

  it('when it ends anywhere before its end', async () => {
    const object = await seal(3 * segmentBytes);
    const anywhere = fc.oneof(
      fc.nat(object.sealed.length - 1),
      fc.constantFrom(0, sealedSegmentBytes, 2 * sealedSegmentBytes, object.sealed.length - 1),
    );
    await fc.assert(
      fc.asyncProperty(anywhere, async (length) => {
        // What ends between two segments shows before the one that would otherwise seem to be the last.
        const whole = Math.max(0, Math.ceil(length / sealedSegmentBytes) - 1);
        await assertFound(object, object.sealed.subarray(0, length), whole, `${length} bytes`);
      }),
      { numRuns: 60 },
    );
  });

  it('when something is behind its end', async () => {
    for (const bytes of [0, 10, segmentBytes, 3 * segmentBytes]) {
      const object = await seal(bytes);
      for (const more of [
        Buffer.alloc(1),
        randomBytes(sealedSegmentBytes),
        object.sealed.subarray(0, sealedSegmentBytes),
      ]) {
        const longer = Buffer.concat([object.sealed, more]);
        const { bytes: content, error } = await opened(object, longer);

        assert.ok(problem('artifact_damaged')(error));
        assert.ok(content.length <= (segmentCount(bytes) - 1) * segmentBytes, 'the last segment came out');
      }
    }
  });

  it('when segments change places, come twice, or are left out', async () => {
    const count = 5;
    const object = await seal(count * segmentBytes);
    const segments = Array.from({ length: count }, (_, at) =>
      object.sealed.subarray(at * sealedSegmentBytes, (at + 1) * sealedSegmentBytes),
    );
    const order = fc
      .array(fc.nat(count - 1), { minLength: 0, maxLength: count + 1 })
      .filter((places) => places.join() !== '0,1,2,3,4');
    await fc.assert(
      fc.asyncProperty(order, async (places) => {
        const changed = Buffer.concat(places.flatMap((place) => segments[place] ?? []));
        const { bytes, error } = await opened(object, changed);

        assert.ok(problem('artifact_damaged')(error));
        const right = places.findIndex((place, at) => place !== at);
        assert.ok(bytes.length <= (right === -1 ? count : right) * segmentBytes);
        assert.ok(bytes.equals(object.content.subarray(0, bytes.length)));
      }),
      { numRuns: 60 },
    );
  });

  it('when a segment is another object’s, even one under the same key', async () => {
    const key = newObjectKey();
    const object = await seal(3 * segmentBytes, { key });
    const parts: Uint8Array[] = [];
    const other = { key, artifactId: 'art_BBBBBBBBBBBBBBBBBBBBBB' };
    for await (const part of sealObject(other, pieces(object.content))) parts.push(part);
    for (const place of [0, 1, 2]) {
      const changed = Buffer.from(object.sealed);
      changed.set(parts[place] ?? [], place * sealedSegmentBytes);

      await assertFound(object, changed, place, `segment ${place}`);
    }
  });

  it('when its length, its id or its key are not what they were', async () => {
    const object = await seal(2 * segmentBytes);
    for (const wrong of [
      { ...object, bytes: segmentBytes },
      { ...object, bytes: 3 * segmentBytes },
      { ...object, bytes: 2 * segmentBytes - 1 },
      { ...object, artifactId: 'art_BBBBBBBBBBBBBBBBBBBBBB' },
      { ...object, key: newObjectKey() },
    ]) {
      const { error, bytes } = await opened(wrong, object.sealed);

      assert.ok(problem('artifact_damaged')(error));
      assert.ok(bytes.length <= segmentBytes);
    }
  });
});
