import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { KeyRing } from '../crypto/key-ring.ts';
import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';
import { readSealed } from '../storage/open-object.ts';
import type { Row } from './artifact-store.ts';
import { unwrapDataKey } from './data-key.ts';

type ReadBytes = (range?: ByteRange) => Promise<Readable>;

/** The plain content of something that lies there sealed. Nothing leaves that was not found to be as it was sealed. @throws Problem `artifact_damaged`, `artifact_deleted`. */
export const unsealed = async (
  keyRing: Pick<KeyRing, 'open'>,
  row: Row,
  { read, range }: { readonly read: ReadBytes; readonly range?: ByteRange | undefined },
): Promise<Readable> => {
  if (row.wrapped_key === null) throw new Problem('artifact_deleted', 'This was deleted.');
  const key = unwrapDataKey(keyRing, { id: row.id, tenantId: row.tenant_id }, row.wrapped_key);
  const sealed = { read: (_ref: string, part?: ByteRange) => read(part) };
  const content = await readSealed(sealed, row.id, { key, artifactId: row.id, bytes: row.bytes }, range);
  return range ? content : wholeOf(content, row);
};

/** `checked`, to be read or given up. @throws Problem `artifact_damaged` while it is read. */
export const wholeOf = (
  content: Readable,
  expected: { readonly bytes: number; readonly sha256: string },
): Readable => {
  const whole = Readable.from(checked(content, expected), { objectMode: false });
  // Given up before it was read, it has not begun with the content, and would leave that open: a file that is so collected ends the process.
  whole.once('close', () => content.destroy());
  return whole;
};

/** All of it, and its last bytes only once the hash is known to be right. @throws Problem `artifact_damaged`. */
export async function* checked(
  content: AsyncIterable<Uint8Array>,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of content) {
    hash.update(chunk);
    read += chunk.byteLength;
    // Whoever sends more than there was may never stop.
    if (read > bytes) throw damaged();
    if (held) yield held;
    held = chunk;
  }
  if (read !== bytes || hash.digest('hex') !== sha256) throw damaged();
  if (held) yield held;
}

const damaged = (cause?: unknown): Problem =>
  new Problem('artifact_damaged', 'This is not as it was when it was kept.', { cause });
