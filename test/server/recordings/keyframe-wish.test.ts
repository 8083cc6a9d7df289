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

/** When it asks, of frames that come each second. */
const asksOf = (wish: KeyframeWish, sizes: readonly number[], fromSecond: number): number[] =>
  sizes.flatMap((size, index) => {
    const second = fromSecond + index;
    return wish.took(pageFrame(size), second * 1000) ? [second] : [];
  });

describe('a recording asks for a whole page', () => {
  test('after two minutes in which much has changed', () => {
    const wish = new KeyframeWish();
    wish.took(pageFrame(20 * KiB, frameFlags.keyframe), 0);

    const asks = asksOf(wish, new Array(125).fill(4 * KiB), 1);

    assert.deepEqual(asks, [120]);
  });

  test('sooner where very much has', () => {
    const wish = new KeyframeWish();
    wish.took(pageFrame(20 * KiB, frameFlags.keyframe), 0);

    const asks = asksOf(wish, new Array(8).fill(512 * KiB), 1);

    assert.deepEqual(asks, [4]);
  });

  test('not within twenty minutes of a page on which little happens', () => {
    const wish = new KeyframeWish();
    wish.took(pageFrame(20 * KiB, frameFlags.keyframe), 0);

    const asks = asksOf(wish, new Array(1_200).fill(144), 1);

    assert.deepEqual(asks, []);
  });

  test('not before the changes weigh four times as much as the page did', () => {
    const wish = new KeyframeWish();
    wish.took(pageFrame(1_000 * KiB, frameFlags.keyframe | frameFlags.more), 0);
    wish.took(pageFrame(1_000 * KiB, frameFlags.keyframe), 10);

    const asks = asksOf(wish, new Array(9).fill(1_000 * KiB), 1);

    assert.deepEqual(asks, [8]);
  });

  test('again when nobody answered', () => {
    const wish = new KeyframeWish();
    wish.took(pageFrame(KiB, frameFlags.keyframe), 0);

    const asks = asksOf(wish, new Array(25).fill(3_000 * KiB), 1);

    assert.deepEqual(asks, [1, 11, 21]);
  });
});
