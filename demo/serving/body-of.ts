import type { IncomingMessage } from 'node:http';

/** A request's body as it comes. Whoever stops reading can still answer: what is left is passed over. */
export async function* bodyOf(req: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } finally {
    req.resume();
  }
}
