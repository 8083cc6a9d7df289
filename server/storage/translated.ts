import { Readable } from 'node:stream';

interface Translation {
  /** How many bytes have to come. */
  readonly bytes: number;
  readonly translate: (error: unknown) => unknown;
}

/** The same bytes, whose reading fails with what `translate` makes of a failure. Too few or too many bytes are one. */
export const translated = (body: Readable, { bytes, translate }: Translation): Readable => {
  const readable = Readable.from(counted(body, { bytes, translate }), { objectMode: false });
  // It can fail, or be given up, before anybody has asked for a byte.
  body.once('error', (error) => readable.destroy(asError(translate(error))));
  readable.once('close', () => body.destroy());
  return readable;
};

async function* counted(body: Readable, { bytes, translate }: Translation): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += chunk.byteLength;
      if (read > bytes) throw new Error('More came than was said.');
      yield chunk;
    }
    if (read !== bytes) throw new Error(`${read} bytes came of ${bytes}.`);
  } catch (error) {
    throw translate(error);
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('Not read.', { cause: error });
