import { Response } from 'undici';
import { UpstreamFailure } from './upstream-failure.ts';

/** The same response with a body that fails, as soon as it is known, when it is longer than this. */
export const boundResponse = (response: Response, maxBytes: number): Response => {
  if (!response.body) return response;
  let seen = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        seen += chunk.byteLength;
        if (seen > maxBytes) controller.error(new UpstreamFailure('too_large', 'The answer is too long.'));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(counted, { status, statusText, headers });
};
