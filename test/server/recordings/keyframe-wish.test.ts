import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeHeader, frameFlags } from '../../../protocol/frame.ts';
import { protocolVersion } from '../../../protocol/version.ts';
import { KeyframeWish } from '../../../server/recordings/keyframe-wish.ts';
import { readFrame } from '../../../server/relay/frame.ts';

const pageFrame = (bodyBytes: number, flags = 0) => {
  const header = encodeHeader({
    version: protocolVersion,
    kind: 'page',
    flags,
    key: 0,
    sender: 1,
    stream: 1n,
    epoch: 1,
    sequence: 0,
  });
  const frame = readFrame(Buffer.concat([header, Buffer.alloc(bodyBytes)]));
  if (typeof frame === 'string') throw new Error(frame);
  return frame;
};

const KiB = 1024;

/** A wish, and how long the recording is that it is for. */
class Wished {
  readonly #wish = new KeyframeWish();
  #recordedBytes = 0;

  took(bodyBytes: number, at: number, flags = 0): boolean {
    const frame = pageFrame(bodyBytes, flags);
    this.#recordedBytes += frame.bytes.length;
    // As the recorder: what is in between isn't told.
    if (this.#recordedBytes < this.#wish.restsUntil && flags === 0) return false;
    return this.#wish.took(frame, at, this.#recordedBytes);
  }
}

/** When it asks, of frames that come each second. */
const asksOf = (wish: Wished, sizes: readonly number[], fromSecond: number): number[] =>
  sizes.flatMap((size, index) => {
    const second = fromSecond + index;
    return wish.took(size, second * 1000) ? [second] : [];
  });

describe('a recording asks for a whole page', () => {
  test('after two minutes in which much has changed', () => {
    const wish = new Wished();
    wish.took(20 * KiB, 0, frameFlags.keyframe);

    const asks = asksOf(wish, new Array(125).fill(4 * KiB), 1);

    assert.deepEqual(asks, [120]);
  });

  test('sooner where very much has', () => {
    const wish = new Wished();
    wish.took(20 * KiB, 0, frameFlags.keyframe);

    const asks = asksOf(wish, new Array(8).fill(512 * KiB), 1);

    assert.deepEqual(asks, [4]);
  });

  test('not within twenty minutes of a page on which little happens', () => {
    const wish = new Wished();
    wish.took(20 * KiB, 0, frameFlags.keyframe);

    const asks = asksOf(wish, new Array(1_200).fill(144), 1);

    assert.deepEqual(asks, []);
  });

  test('not before the changes weigh four times as much as the page did', () => {
    const wish = new Wished();
    wish.took(1_000 * KiB, 0, frameFlags.keyframe | frameFlags.more);
    wish.took(1_000 * KiB, 10, frameFlags.keyframe);

    const asks = asksOf(wish, new Array(9).fill(1_000 * KiB), 1);

    assert.deepEqual(asks, [8]);
  });

  test('again when nobody answered', () => {
    const wish = new Wished();
    wish.took(KiB, 0, frameFlags.keyframe);

    const asks = asksOf(wish, new Array(25).fill(3_000 * KiB), 1);

    assert.deepEqual(asks, [1, 11, 21]);
  });
});
