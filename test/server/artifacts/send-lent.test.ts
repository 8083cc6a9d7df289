import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { sendLent } from '../../../server/artifacts/send-lent.ts';
import { type LentContent, lend } from '../../../server/storage/lent-content.ts';
import { serve } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

/** More than a connection's buffers take while nobody reads. */
const pieceBytes = 64 * 1024 ** 2;

const isFreed = ({ buffer }: Uint8Array): boolean => buffer instanceof ArrayBuffer && buffer.detached;

/** Answers each request with this, and tells how that ended. */
const answering = async (content: () => LentContent) => {
  const over = Promise.withResolvers<void>();
  over.promise.catch(() => undefined);
  const server = await serve((_req, res) => {
    sendLent(content(), res).then(over.resolve, over.reject);
  });
  const answer = async (): Promise<IncomingMessage> => {
    const [response] = await once(get(server.origin), 'response');
    return response;
  };
  return { answer, over: over.promise };
};

/** A source that says how many pieces it was asked for. */
const counted = (pieces: readonly Uint8Array[]) => {
  const asked = { count: 0 };
  const source = Readable.from(
    (function* () {
      for (const piece of pieces) {
        asked.count += 1;
        yield piece;
      }
    })(),
    { highWaterMark: 1 },
  );
  return { asked, source };
};

/** Reads so many bytes and no more, however many wait. */
const readBytes = async (response: IncomingMessage, bytes: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for (let left = bytes; left > 0; ) {
    const part: Buffer | null = response.read(Math.min(left, response.readableLength || 1));
    if (part === null) await once(response, 'readable');
    else {
      parts.push(part);
      left -= part.length;
    }
  }
  return Buffer.concat(parts);
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('sending what is lent', () => {
  it('frees a piece once it was sent, and not before', async () => {
    const pieces = [randomBytes(pieceBytes), randomBytes(pieceBytes), randomBytes(10)];
    const hashes = pieces.map(hashOf);
    const { source } = counted(pieces);
    const { answer, over } = await answering(() => lend(source));

    const response = await answer();
    const begin = await readBytes(response, 1);
    const freedWhileSent = pieces.map(isFreed);
    const first = Buffer.concat([begin, await readBytes(response, pieceBytes - 1)]);
    const next = await readBytes(response, 1);
    await until(async () => pieces[0] && isFreed(pieces[0]), 'the first is freed');
    const freedAfter = pieces.map(isFreed);
    const second = Buffer.concat([next, await readBytes(response, pieceBytes - 1)]);
    const third = await readBytes(response, 10);
    await over;

    assert.deepEqual(freedWhileSent, [false, false, false]);
    assert.deepEqual(freedAfter, [true, false, false]);
    assert.deepEqual([first, second, third].map(hashOf), hashes);
    assert.ok(pieces.every(isFreed));
  });

  it('reads no further ahead than one piece while nobody takes any', async () => {
    const { asked, source } = counted([0, 1, 2, 3].map(() => randomBytes(pieceBytes)));
    const { answer, over } = await answering(() => lend(source));

    const response = await answer();
    await readBytes(response, 1);
    const before = asked.count;
    response.resume();
    await Promise.all([once(response, 'end'), over]);

    assert.ok(before <= 2, `${before} pieces were asked for`);
    assert.equal(asked.count, 4);
  });

  it('ends, and leaves what is being sent alone, when whoever asked goes', async () => {
    const pieces = [randomBytes(pieceBytes), randomBytes(pieceBytes)];
    const { source } = counted(pieces);
    const { answer, over } = await answering(() => lend(source));

    const response = await answer();
    await readBytes(response, 1);
    response.destroy();
    await over;

    assert.ok(source.destroyed);
    assert.deepEqual(pieces.map(isFreed), [false, false]);
  });

  it('ends when whoever asked goes while a piece is waited for', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(randomBytes(1000));
    const { answer, over } = await answering(() => lend(source));

    const response = await answer();
    await readBytes(response, 1000);
    response.destroy();
    await over;

    assert.ok(source.destroyed);
  });

  it('cuts the answer off where reading fails', async () => {
    const failed = new Error('The line broke.');
    const source = new Readable({ read: () => undefined });
    source.push(randomBytes(1000));
    const { answer, over } = await answering(() => lend(source));

    const response = await answer();
    await readBytes(response, 1000);
    source.destroy(failed);

    await assert.rejects(over, (error) => error === failed);
    await assert.rejects(readBytes(response, 1), { code: 'ECONNRESET' });
  });
});
