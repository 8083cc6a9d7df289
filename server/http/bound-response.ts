import { Response } from 'undici';
import { toUpstreamFailure, UpstreamFailure } from './upstream-failure.ts';

/** The same response with a body that fails, as soon as it is known, when it is longer than this. */
export const boundResponse = (response: Response, maxBytes: number): Response => {
  if (!response.body) return response;
  const { status, statusText, headers } = response;
  return new Response(bounded(response, maxBytes), { status, statusText, headers });
};

/** Takes the response, not its body alone: undici ends a body that nobody has begun to read, as if it were whole, once its response is collected as garbage. */
async function* bounded(response: Response, maxBytes: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  try {
    for await (const chunk of response.body ?? []) {
      seen += chunk.byteLength;
      if (seen > maxBytes) throw new UpstreamFailure('too_large', 'The answer is too long.');
      yield chunk;
    }
  } catch (error) {
    throw toUpstreamFailure(error);
  }
}
