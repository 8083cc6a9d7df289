import { Readable } from 'node:stream';
import { toUpstreamFailure, UpstreamFailure } from '../http/upstream-failure.ts';

/** A thousand names, and far more than any refusal says. */
const mostBytes = 4 * 1024 * 1024;

/** An answer that is no object: the provider's library reads all of it into memory. It fails as soon as it is longer than any. */
export const boundedAnswer = (body: Readable): Readable => {
  const bounded = Readable.from(upTo(body), { objectMode: false });
  // Whoever reads it hears what went wrong; one that is given up fails, too, and nobody minds.
  return bounded.on('error', () => undefined);
};

async function* upTo(body: Readable): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) throw new Error('A body is bytes.');
      seen += chunk.byteLength;
      if (seen > mostBytes) throw new UpstreamFailure('too_large', 'The answer is too long.');
      yield chunk;
    }
  } catch (error) {
    throw toUpstreamFailure(error);
  }
}
