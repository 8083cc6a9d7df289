import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  Backpressure,
  boundBytes,
  highWaterBytes,
  lowWaterBytes,
} from '../../../server/relay/backpressure.ts';

const wire = Buffer.alloc(12);
const patch = { kind: 'page', droppable: true, wire, startsKeyframe: false } as const;
const keyframe = { ...patch, startsKeyframe: true };
const input = { kind: 'input', droppable: false, wire, startsKeyframe: false } as const;

const slowReader = () => {
  const reader = { buffered: 0, written: 0, asked: 0 };
  const backpressure = new Backpressure(
    {
      write: () => {
        reader.written += 1;
      },
      bufferedBytes: () => reader.buffered,
    },
    () => {
      reader.asked += 1;
    },
  );
  return { reader, backpressure };
};

describe('back-pressure for one reader', () => {
  test('drops what a keyframe can replace, above a megabyte', () => {
    const { reader, backpressure } = slowReader();
    assert.equal(backpressure.pass(patch), 'sent');

    reader.buffered = highWaterBytes + 1;

    assert.equal(backpressure.pass(patch), 'dropped');
    assert.equal(backpressure.pass(keyframe), 'dropped');
    assert.equal(backpressure.pass(input), 'sent');
  });

  test('asks for one keyframe when the reader has caught up, and goes on with it and not before', () => {
    const { reader, backpressure } = slowReader();
    reader.buffered = highWaterBytes + 1;
    backpressure.pass(patch);

    reader.buffered = lowWaterBytes;
    backpressure.drained();
    assert.equal(reader.asked, 0);
    reader.buffered = lowWaterBytes - 1;
    backpressure.drained();
    backpressure.drained();

    assert.equal(reader.asked, 1);
    assert.equal(backpressure.pass(patch), 'dropped');
    assert.equal(backpressure.pass(keyframe), 'sent');
    assert.equal(backpressure.pass(patch), 'sent');
  });

  test('sees that the reader has caught up by the next patch too', () => {
    const { reader, backpressure } = slowReader();
    reader.buffered = highWaterBytes + 1;
    backpressure.pass(patch);
    reader.buffered = 0;

    assert.equal(backpressure.pass(patch), 'dropped');
    assert.equal(reader.asked, 1);
  });

  test('gives a reader up who doesn’t even take what must not be dropped', () => {
    const { reader, backpressure } = slowReader();
    reader.buffered = boundBytes + 1;

    assert.equal(backpressure.pass(input), 'too_slow');
    assert.equal(reader.written, 0);
  });
});
