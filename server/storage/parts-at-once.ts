import { inSegments } from './in-segments.ts';

/** The least that S3 takes as a part. So much waits in memory for each of those that are on their way, and for the next. */
export const partBytes = 5 * 1024 * 1024;
const partsAtOnce = 4;

/** Sends one part; `number` begins with 1. */
export type SendPart = (number: number, bytes: Uint8Array, signal: AbortSignal) => Promise<void>;

/** Sends content in parts, a few at once. All have come to an end when this does, so that none arrives after an abort. @throws what reading or a part threw. */
export const sendInParts = async (
  content: AsyncIterable<Uint8Array>,
  send: SendPart,
  signal?: AbortSignal,
): Promise<void> => {
  const stopping = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    let number = 0;
    for await (const { bytes } of inSegments(content, partBytes)) {
      number += 1;
      const sent: Promise<void> = send(number, bytes, stop)
        .catch((error: unknown) => {
          failures.push(error);
          stopping.abort(error);
        })
        .finally(() => running.delete(sent));
      running.add(sent);
      if (running.size >= partsAtOnce) await Promise.race(running);
      stopping.signal.throwIfAborted();
    }
    await Promise.all(running);
  } catch (error) {
    stopping.abort(error);
    await Promise.all(running);
    throw error;
  }
  // The others failed because the first did.
  if (failures.length > 0) throw failures[0];
};
