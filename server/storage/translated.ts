import { Readable } from 'node:stream';

interface Translation {
  /** How many bytes have to come. */
  readonly bytes: number;
  readonly translate: (error: unknown) => unknown;
}

/** The same bytes, whose reading fails with what `translate` makes of a failure. Too few or too many bytes are one. */
export const translated = (body: Readable, { bytes, translate }: Translation): Readable => {
  let read = 0;
  const fail = (error: unknown) => readable.destroy(asError(translate(error)));
  const readable = new Readable({
    // One chunk at a time: what waits together is copied together when it is read.
    highWaterMark: 1,
    read: () => body.resume(),
    destroy: (error, done) => {
      body.destroy();
      done(error);
    },
  });
  body.on('data', (chunk: Uint8Array) => {
    read += chunk.byteLength;
    if (read > bytes) fail(new Error('More came than was said.'));
    else if (!readable.push(chunk)) body.pause();
  });
  body.once('end', () => {
    if (read === bytes) readable.push(null);
    else fail(new Error(`${read} bytes came of ${bytes}.`));
  });
  body.on('error', fail);
  // Whoever reads hears of it, also later; a failure before anybody does is no reason to stop the process.
  readable.on('error', () => undefined);
  // Nothing flows before somebody reads.
  body.pause();
  return readable;
};

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('Not read.', { cause: error });
