import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type LentContent, lend, streamOfLent } from '../../../server/storage/lent-content.ts';
import { readSealed } from '../../../server/storage/open-object.ts';
import { seal } from './sealing.ts';
import { bytesOf } from './storage-reading.ts';

/** Memory of its own, as a socket's or a file's. */
const copyOf = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

const isFreed = ({ buffer }: Uint8Array): boolean => buffer instanceof ArrayBuffer && buffer.detached;

const given = (pieces: readonly Uint8Array[]): Readable => Readable.from(pieces, { objectMode: true });

describe('what is lent', () => {
  it('is good until the next is asked for, and its memory is given back then', async () => {
    const content = randomBytes(40_000);
    const pieces = [0, 1, 2, 3].map((at) => copyOf(content.subarray(at * 10_000, (at + 1) * 10_000)));
    const seen: Buffer[] = [];
    const freed: number[] = [];

    for await (const piece of lend(given(pieces))) {
      seen.push(Buffer.from(piece));
      freed.push(pieces.filter(isFreed).length);
    }

    assert.ok(Buffer.concat(seen).equals(content));
    assert.deepEqual(freed, [0, 1, 2, 3]);
    assert.ok(pieces.every(isFreed));
  });

  it('is given back once all of the memory was lent that it is a part of', async () => {
    const whole = copyOf(randomBytes(1000));
    const freed: boolean[] = [];

    for await (const _ of lend(given([0, 250, 500, 750].map((at) => whole.subarray(at, at + 250)))))
      freed.push(isFreed(whole));

    assert.deepEqual(freed, [false, false, false, false]);
    assert.ok(isFreed(whole));
  });

  it('stays where it is a part of something that others have, too', async () => {
    const begin = copyOf(randomBytes(1000));
    const end = copyOf(randomBytes(1000));
    const gap = copyOf(randomBytes(1000));
    const parts = [
      begin.subarray(0, 999),
      end.subarray(1),
      gap.subarray(0, 500),
      gap.subarray(501),
      gap.subarray(0, 500),
    ];

    const read = await bytesOf(lend(given(parts)));

    assert.equal(read.length, 3497);
    assert.deepEqual([begin, end, gap].map(isFreed), [false, false, false]);
  });

  it('stays whole when reading is broken off, which ends the source', async () => {
    const pieces = [copyOf(randomBytes(1000)), copyOf(randomBytes(1000)), copyOf(randomBytes(1000))];
    const source = given(pieces);
    let asked = 0;

    for await (const _ of lend(source)) {
      asked += 1;
      if (asked === 2) break;
    }

    assert.deepEqual(pieces.map(isFreed), [true, false, false]);
    assert.ok(source.destroyed);
  });

  it('fails as its source failed, also before it was read, and is given up before that', async () => {
    const failed = new Error('The line broke.');
    const [source, other] = [
      new Readable({ read: () => undefined }),
      new Readable({ read: () => undefined }),
    ];
    const content = lend(source);

    source.destroy(failed);
    lend(other).destroy();

    await new Promise((resolve) => source.once('close', resolve));
    await assert.rejects(bytesOf(content), (error) => error === failed);
    assert.ok(other.destroyed);
  });

  it('can be had as a stream, which may be read at any pace', async () => {
    const content = randomBytes(300_000);
    const pieces = [0, 1, 2].map((at) => copyOf(content.subarray(at * 100_000, (at + 1) * 100_000)));
    const kept: Uint8Array[] = [];
    const unread = given([copyOf(content)]);

    for await (const piece of streamOfLent(lend(given(pieces)))) kept.push(piece);
    streamOfLent(lend(unread)).destroy();

    assert.ok(Buffer.concat(kept).equals(content));
    assert.ok(pieces.every(isFreed));
    await new Promise((resolve) => unread.once('close', resolve));
  });
});

describe('a sealed object that is lent', () => {
  const read = (
    sealed: readonly Uint8Array[],
    object: Awaited<ReturnType<typeof seal>>,
  ): Promise<LentContent> => readSealed({ read: async () => given(sealed) }, 'ref', object);

  it('keeps no more of what was read than what it lies in', async () => {
    const object = await seal(2_000_000);
    const sealed: Uint8Array[] = [];
    for (let at = 0; at < object.sealed.length; at += 50_000)
      sealed.push(copyOf(object.sealed.subarray(at, at + 50_000)));
    const seen: Buffer[] = [];

    for await (const piece of await read(sealed, object)) {
      seen.push(Buffer.from(piece));
      const lies = sealed.findIndex(({ buffer }) => buffer === piece.buffer);
      const [behind, ahead] = [sealed.slice(0, Math.max(0, lies - 1)), sealed.slice(lies)];
      assert.ok(behind.every(isFreed) && !ahead.some(isFreed), `at ${lies}`);
    }

    assert.ok(Buffer.concat(seen).equals(object.content));
    assert.ok(sealed.every(isFreed));
  });

  it('is the same however its bytes come, in memory of their own or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200_000 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 140_000 }), fc.boolean()), { minLength: 1 }),
        async (bytes, cuts) => {
          const object = await seal(bytes);
          const shared = copyOf(object.sealed);
          const sealed: Uint8Array[] = [];
          for (let at = 0, cut = 0; at < shared.length; cut += 1) {
            const [length, isOwn] = cuts[cut % cuts.length] ?? [1, true];
            const piece = shared.subarray(at, at + length);
            sealed.push(isOwn ? copyOf(piece) : piece);
            at += length;
          }

          const content = await bytesOf(await read(sealed, object));

          assert.ok(content.equals(object.content));
        },
      ),
      { numRuns: 50 },
    );
  });
});
