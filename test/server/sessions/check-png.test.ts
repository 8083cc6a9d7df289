import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { Problem } from '../../../server/http/problem.ts';
import { checkPng } from '../../../server/sessions/check-png.ts';

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};
const header = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([8, 6, 0, 0, 0], 8);
  return chunk('IHDR', data);
};
const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const pixels = chunk('IDAT', deflateSync(Buffer.alloc(5)));
const end = chunk('IEND', Buffer.alloc(0));
const png = (...chunks: readonly Buffer[]) => Buffer.concat([signature, ...chunks]);
const whole = png(header(1, 1), pixels, end);

const isRefused = (error: unknown) => error instanceof Problem && error.code === 'file_type_refused';

describe('a screenshot’s bytes', () => {
  it('are taken as a browser makes them', () => {
    assert.doesNotThrow(() => checkPng(whole));
  });

  const changed = Buffer.from(whole);
  changed[45] = (changed[45] ?? 0) ^ 1;
  for (const [what, bytes] of [
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['half of one', whole.subarray(0, whole.length - 5)],
    ['one with something behind it', Buffer.concat([whole, Buffer.from('PK\x03\x04')])],
    ['one with cargo in it', png(header(1, 1), chunk('tEXt', Buffer.from('Comment\0<script>')), pixels, end)],
    ['one that was changed on its way', changed],
    ['one without a size', png(pixels, end)],
    ['one as wide as no window', png(header(16_385, 1), pixels, end)],
    ['one that would fill the memory', png(header(16_000, 16_000), pixels, end)],
    ['one of no width', png(header(0, 1), pixels, end)],
  ] as const) {
    it(`are refused when they are ${what}`, () => {
      assert.throws(() => checkPng(bytes), isRefused);
    });
  }
});
