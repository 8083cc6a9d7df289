import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { KeyRing } from '../crypto/key-ring.ts';
import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';
import { type LentContent, lentOf } from '../storage/lent-content.ts';
import { readSealed } from '../storage/open-object.ts';
import type { Row } from './artifact-store.ts';
import { unwrapDataKey } from './data-key.ts';

type ReadBytes = (range?: ByteRange) => Promise<Readable>;

/** The plain content of something that lies there sealed. Nothing leaves that was not found to be as it was sealed. @throws Problem `artifact_damaged`, `artifact_deleted`. */
export const unsealed = async (
  keyRing: Pick<KeyRing, 'open'>,
  row: Row,
  { read, range }: { readonly read: ReadBytes; readonly range?: ByteRange | undefined },
): Promise<LentContent> => {
  if (row.wrapped_key === null) throw new Problem('artifact_deleted', 'This was deleted.');
  const key = unwrapDataKey(keyRing, { id: row.id, tenantId: row.tenant_id }, row.wrapped_key);
  const sealed = { read: (_ref: string, part?: ByteRange) => read(part) };
  const content = await readSealed(sealed, row.id, { key, artifactId: row.id, bytes: row.bytes }, range);
  return range ? content : wholeOf(content, row);
};

interface Expected {
  readonly bytes: number;
  readonly sha256: string;
}

/** All of it, lent on, and its last bytes only once the hash is known to be right. @throws Problem `artifact_damaged` while it is read. */
export const wholeOf = (content: LentContent, expected: Expected): LentContent =>
  lentOf(content, checked(content, expected));

async function* checked(content: LentContent, { bytes, sha256 }: Expected): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let read = 0;
  let last: Uint8Array | null = null;
  for await (const piece of content) {
    hash.update(piece);
    read += piece.byteLength;
    // Whoever sends more than there was may never stop.
    if (read > bytes) throw damaged();
    if (read < bytes) yield piece;
    // Whether anything follows is known once it was asked for: by then this piece may be gone.
    else last ??= Buffer.from(piece);
  }
  if (read !== bytes || hash.digest('hex') !== sha256) throw damaged();
  if (last) yield last;
}

const damaged = (cause?: unknown): Problem =>
  new Problem('artifact_damaged', 'This is not as it was when it was kept.', { cause });
