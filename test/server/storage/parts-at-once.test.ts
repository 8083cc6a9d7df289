import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { partBytes, sendInParts } from '../../../server/storage/parts-at-once.ts';

const content = randomBytes(9 * partBytes + 3);

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 700_001) yield Buffer.from(content.subarray(at, at + 700_001));
}

describe('content that is sent in parts', () => {
  it('is whole and in order, in the same few buffers, with no more than four on their way', async () => {
    const parts: Buffer[] = [];
    const buffers = new Set<ArrayBufferLike>();
    let running = 0;
    let most = 0;

    await sendInParts(pieces(), async (number, bytes) => {
      running += 1;
      most = Math.max(most, running);
      buffers.add(bytes.buffer);
      await new Promise((resolve) => setImmediate(resolve));
      parts[number - 1] = Buffer.from(bytes);
      running -= 1;
    });

    assert.equal(parts.length, 10);
    assert.ok(Buffer.concat(parts).equals(content));
    assert.ok(most <= 4 && buffers.size <= 5, `${most} at once, ${buffers.size} buffers`);
  });

  it('gives the memory of what it was given back once that is in a part', async () => {
    const given: Uint8Array[] = [];
    const own = async function* () {
      for await (const piece of pieces()) {
        given.push(piece);
        yield piece;
      }
    };
    const parts: Buffer[] = [];

    await sendInParts(own(), async (number, bytes) => {
      parts[number - 1] = Buffer.from(bytes);
    });

    assert.ok(Buffer.concat(parts).equals(content));
    assert.ok(given.length > 9 && given.every(({ byteLength }) => byteLength === 0));
  });

  it('fails as the part that failed first, once the others have ended', async () => {
    const failed = new Error('No.');
    let running = 0;

    const sending = sendInParts(pieces(), async (number, _bytes, signal) => {
      running += 1;
      if (number === 2) {
        running -= 1;
        throw failed;
      }
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => setImmediate(resolve), { once: true });
      });
      running -= 1;
    });

    await assert.rejects(sending, (error) => error === failed);
    assert.equal(running, 0);
  });
});
