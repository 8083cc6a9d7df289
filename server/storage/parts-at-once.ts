import { givingBack } from './giving-back.ts';

/** The least that S3 takes as a part. So much waits in memory for each of those that are on their way, and for the next. */
export const partBytes = 5 * 1024 * 1024;
const partsAtOnce = 4;

/** Sends one part; `number` begins with 1. The bytes are another part's once it has resolved. */
export type SendPart = (number: number, bytes: Uint8Array, signal: AbortSignal) => Promise<void>;

/** Sends content in parts, a few at once; what it is given lies in memory of its own. All have come to an end when this does, so that none arrives after an abort. @throws what reading or a part threw. */
export const sendInParts = async (
  content: AsyncIterable<Uint8Array>,
  send: SendPart,
  signal?: AbortSignal,
): Promise<void> => {
  const stopping = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  // The same few buffers all the way: what is left to the collector would be many times as much.
  const free: Uint8Array[] = [];
  let number = 0;
  const begin = async (buffer: Uint8Array, length: number) => {
    number += 1;
    const sent: Promise<void> = send(number, buffer.subarray(0, length), stop)
      .then(() => void free.push(buffer))
      .catch((error: unknown) => {
        failures.push(error);
        stopping.abort(error);
      })
      .finally(() => running.delete(sent));
    running.add(sent);
    if (running.size >= partsAtOnce) await Promise.race(running);
    stopping.signal.throwIfAborted();
  };
  try {
    const nextBuffer = () => free.pop() ?? Buffer.allocUnsafeSlow(partBytes);
    for await (const { buffer, length } of filled(content, nextBuffer)) await begin(buffer, length);
    await Promise.all(running);
  } catch (error) {
    stopping.abort(error);
    await Promise.all(running);
    throw error;
  }
  // The others failed because the first did.
  if (failures.length > 0) throw failures[0];
};

interface Filled {
  readonly buffer: Uint8Array;
  readonly length: number;
}

async function* filled(
  content: AsyncIterable<Uint8Array>,
  nextBuffer: () => Uint8Array,
): AsyncGenerator<Filled> {
  const giveBack = givingBack();
  let buffer = nextBuffer();
  let length = 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.byteLength; ) {
      if (length === partBytes) {
        yield { buffer, length };
        buffer = nextBuffer();
        length = 0;
      }
      const piece = chunk.subarray(at, at + partBytes - length);
      buffer.set(piece, length);
      at += piece.byteLength;
      length += piece.byteLength;
    }
    giveBack(chunk);
  }
  yield { buffer, length };
}
