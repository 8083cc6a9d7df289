import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as ws from 'ws';
import { clientFrame, closePayload } from '../../support/client-frame.ts';
import { heardByReader } from '../../support/heard-by-reader.ts';

const maxBytes = 2000;

/** Of the reader within ws, which its types leave out. */
interface Receiver {
  on(event: string, listener: (...heard: never[]) => void): void;
  write(chunk: Buffer): void;
}
const { Receiver } = ws as unknown as {
  Receiver: new (options: { readonly isServer: boolean; readonly maxPayload: number }) => Receiver;
};

const theirs = async (chunks: readonly Buffer[]): Promise<string[]> => {
  const lines: string[] = [];
  const receiver = new Receiver({ isServer: true, maxPayload: maxBytes });
  receiver.on('message', (data: Buffer, isBinary: boolean) =>
    lines.push(isBinary ? `binary ${data.toString('hex')}` : `text ${data}`),
  );
  receiver.on('ping', (payload: Buffer) => lines.push(`ping ${payload.toString('hex')}`));
  receiver.on('pong', () => lines.push('pong'));
  receiver.on('conclude', (code: number) => lines.push(`closing ${code === 1005 ? null : code}`));
  let over = false;
  const isOver = () => {
    over = true;
  };
  receiver.on('conclude', isOver);
  receiver.on('error', (error: Error) => {
    isOver();
    const code = Object.getOwnPropertySymbols(error).map((symbol) => Reflect.get(error, symbol))[0];
    lines.push(`broken ${code}`);
  });
  for (const chunk of chunks) {
    if (over) break;
    receiver.write(Buffer.from(chunk));
    // Its errors come a tick later.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return lines;
};

const mask = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes));
const anyBytes = fc
  .oneof(
    { weight: 6, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 500, maxLength: 2100, size: 'max' }) },
  )
  .map((bytes) => Buffer.from(bytes));
const words = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text));

/** A message, whole or in fragments, with or without pings in between. */
const message = fc
  .record({
    opcode: fc.constantFrom(1, 2),
    payload: fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: anyBytes }),
    cuts: fc.array(fc.nat(200), { maxLength: 4 }),
    mask,
    isPinged: fc.boolean(),
  })
  .map(({ opcode, payload, cuts, mask: by, isPinged }) => {
    const pieces = cutAt(payload, cuts);
    const frames = pieces.map((piece, at) =>
      clientFrame({
        opcode: at === 0 ? opcode : 0,
        payload: piece,
        mask: by,
        final: at === pieces.length - 1,
      }),
    );
    return Buffer.concat(isPinged ? frames.flatMap((frame) => [frame, pingFrame]) : frames);
  });

const cutAt = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const cuts = places.map((place) => place % (bytes.length + 1)).sort((left, right) => left - right);
  return [0, ...cuts].map((from, at) => bytes.subarray(from, cuts[at] ?? bytes.length));
};

const pingFrame = clientFrame({ opcode: 9, payload: Buffer.from('?') });

const control = fc
  .record({ opcode: fc.constantFrom(9, 10), payload: fc.uint8Array({ maxLength: 130 }), mask })
  .map(({ opcode, payload, mask: by }) => clientFrame({ opcode, payload: Buffer.from(payload), mask: by }));

const closing = fc
  .record({ code: fc.oneof(fc.integer({ min: 990, max: 1020 }), fc.integer({ min: 0, max: 65_535 })), mask })
  .map(({ code, mask: by }) => clientFrame({ opcode: 8, payload: closePayload(code, 'why'), mask: by }));

const anyFrame = fc
  .record({
    opcode: fc.integer({ min: 0, max: 15 }),
    payload: anyBytes,
    final: fc.boolean(),
    reserved: fc.constantFrom(0, 0, 0, 0x10, 0x20, 0x40),
    mask: fc.oneof({ weight: 5, arbitrary: mask }, { weight: 1, arbitrary: fc.constant(null) }),
  })
  .map(clientFrame);

const stream = fc
  .record({
    frames: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: message },
        { weight: 4, arbitrary: control },
        { weight: 1, arbitrary: closing },
        { weight: 1, arbitrary: anyFrame },
      ),
      { maxLength: 8 },
    ),
    // Where a byte is another one than it was.
    spoilt: fc.array(fc.record({ at: fc.nat(10_000), by: fc.integer({ min: 1, max: 255 }) }), {
      maxLength: 2,
    }),
    isSpoilt: fc.boolean(),
    cuts: fc.array(fc.nat(10_000), { maxLength: 12 }),
  })
  .map(({ frames, spoilt, isSpoilt, cuts }) => {
    // The last frames complete any head that a spoilt length has cut: ws refuses within one, we once it is whole.
    const bytes = Buffer.concat([...frames, pingFrame, pingFrame, pingFrame]);
    for (const { at, by } of isSpoilt ? spoilt : []) {
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ by;
    }
    return cutAt(bytes, cuts);
  });

test('reads right and spoilt streams as ws does, however they are cut', async () => {
  const seen = { messages: 0, refused: 0 };

  await fc.assert(
    fc.asyncProperty(stream, async (chunks) => {
      const lines = heardByReader(chunks, maxBytes);

      assert.deepEqual(lines, await theirs(chunks));
      seen.messages += lines.filter((line) => /^(?:text|binary)/.test(line)).length;
      seen.refused += lines.filter((line) => line.startsWith('broken')).length;
    }),
    { numRuns: 2000 },
  );

  // Streams of which nothing is read, or of which all is, would show nothing.
  assert.ok(seen.messages > 500, `${seen.messages} messages`);
  assert.ok(seen.refused > 500, `${seen.refused} refusals`);
});
