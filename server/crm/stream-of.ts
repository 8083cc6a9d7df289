import { Readable } from 'node:stream';
import type { Upstream } from '../http/upstream.ts';
import type { FileRange } from './crm.ts';
import { answerInvalid, failureOf } from './refusals.ts';

export type Reply = Awaited<ReturnType<Upstream['fetch']>>;

interface Wanted {
  /** Of the whole file. */
  readonly bytes: number;
  readonly range: FileRange;
  /** Ends the request. */
  readonly abort: AbortController;
}

/** No byte for so long, though somebody waits for one: the line is dead. */
const stallMs = 30_000;

/** What is wanted of an answer, exactly: fewer bytes are a failure, more are passed over. Destroying it ends the request. */
export const streamOf = (reply: Reply, { bytes, range, abort }: Wanted): Readable => {
  const from = reply.status === 206 ? firstByteOf(reply) : 0;
  if (from === null || from > range.start) throw answerInvalid(new Error('Another part than was asked for.'));
  const length = reply.headers.get('content-length');
  // A page of a proxy in between, or another version.
  if (reply.status === 200 && length !== null && Number(length) !== bytes)
    throw answerInvalid(new Error('Another file than was asked for.'));
  const cut = { skip: range.start - from, bytes: range.end - range.start };
  const stream = Readable.from(part(waitingFor(reply, abort), cut), { objectMode: false });
  stream.once('close', () => abort.abort());
  return stream;
};

/** https://www.rfc-editor.org/rfc/rfc9110#section-14.4 */
const firstByteOf = ({ headers }: Reply): number | null => {
  const first = /^bytes (\d+)-\d+\//.exec(headers.get('content-range') ?? '')?.[1];
  return first === undefined ? null : Number(first);
};

async function* part(
  content: AsyncIterable<Uint8Array>,
  { skip, bytes }: { readonly skip: number; readonly bytes: number },
): AsyncGenerator<Uint8Array> {
  let passed = 0;
  const end = skip + bytes;
  try {
    for await (const chunk of content) {
      const wanted = chunk.subarray(Math.max(0, skip - passed), Math.max(0, end - passed));
      passed += chunk.byteLength;
      if (wanted.byteLength > 0) yield wanted;
      if (passed >= end) return;
    }
  } catch (error) {
    throw failureOf(error);
  }
  throw answerInvalid(new Error('The file is shorter than the CRM says.'));
}

/** The clock runs only while a chunk is waited for: a reader may take as long as it likes. */
async function* waitingFor({ body }: Reply, abort: AbortController): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const stalled = () => abort.abort(new DOMException('Stalled', 'TimeoutError'));
  try {
    for (;;) {
      const watch = setTimeout(stalled, stallMs);
      const next = await chunks.next().finally(() => clearTimeout(watch));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}
