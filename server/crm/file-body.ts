import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import type { FileSource } from './crm.ts';

/** A request's body that is never whole in memory. Its length is known before: the CRMs take no chunked one. */
export interface StreamedBody {
  readonly bytes: number;
  /** From the beginning, however often it is asked. */
  open(): AsyncIterable<Uint8Array>;
}

interface Around {
  readonly before?: string;
  readonly after?: string;
}

/**
 * A file's content, between these texts. What is read must be what was announced: the last bytes are held back until that is known,
 * so that a file that changed meanwhile never arrives whole.
 */
export const fileBody = (file: FileSource, { before = '', after = '' }: Around = {}): StreamedBody => ({
  bytes: Buffer.byteLength(before) + file.bytes + Buffer.byteLength(after),
  async *open() {
    if (before) yield Buffer.from(before);
    yield* checkedContent(file);
    if (after) yield Buffer.from(after);
  },
});

async function* checkedContent(file: FileSource): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of await file.open()) {
    if (!(chunk instanceof Uint8Array)) throw new Error(`${file.externalId} is not read as bytes.`);
    read += chunk.byteLength;
    if (read > file.bytes) throw changed(`${file.externalId} is longer than was said.`);
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (read !== file.bytes || hash.digest('hex') !== file.sha256) {
    throw changed(`${file.externalId} is not the file that was announced.`);
  }
  if (held) yield held;
}

const changed = (what: string): Problem => new Problem('artifact_changed', what);
