import { Response } from 'undici';
import { toUpstreamFailure, UpstreamFailure } from './upstream-failure.ts';

/** The same response with a body that fails, as soon as it is known, when it is longer than this. */
export const boundResponse = (response: Response, maxBytes: number): Response => {
  if (!response.body) return response;
  const { body, status, statusText, headers } = response;
  return new Response(bounded(body, maxBytes), { status, statusText, headers });
};

async function* bounded(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of body) {
      seen += chunk.byteLength;
      if (seen > maxBytes) throw new UpstreamFailure('too_large', 'The answer is too long.');
      yield chunk;
    }
  } catch (error) {
    throw toUpstreamFailure(error);
  }
}
