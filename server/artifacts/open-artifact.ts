import type { Readable } from 'node:stream';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';
import { type LentContent, lend } from '../storage/lent-content.ts';
import { findRow, type OfTenant, type Row } from './artifact-store.ts';
import { unsealed, wholeOf } from './content-of.ts';
import type { Spool } from './spool.ts';
import type { Targets } from './targets.ts';

/**
 * What an artifact holds, or a range of it: the content itself; for one that is sealed to the tenant's key, its sealed bytes, which only the tenant opens.
 * @throws Problem `not_found`, `artifact_deleted`, `artifact_missing`, `artifact_damaged` (also while it is read), `range_invalid`, `storage_*`, `crm_*`, `auth_*`.
 */
export type OpenArtifact = (of: OfTenant, range?: ByteRange) => Promise<LentContent>;

interface OpenNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'open'>;
  readonly spool: Pick<Spool, 'read'>;
  readonly targets: Pick<Targets, 'open'>;
}

export const createOpenArtifact =
  ({ db, keyRing, spool, targets }: OpenNeeds): OpenArtifact =>
  async (of, range) => {
    const row = await findRow(db, of);
    if (!row) throw new Problem('not_found', 'There is nothing here.');
    if (row.state === 'deleted') throw new Problem('artifact_deleted', 'This was deleted.');
    if (range && !(range.start >= 0 && range.start < range.end && range.end <= readableBytes(row)))
      throw new Problem('range_invalid', 'These bytes are beyond the end.');
    const isThere = row.state === 'stored' && row.ref !== null;
    const read = await readerOf({ spool, targets }, row);
    if (row.sealing === 'tenant')
      return range
        ? lend(await read(range))
        : wholeOf(lend(await read()), { bytes: row.stored_bytes, sha256: row.stored_sha256 });
    if (row.sealing === 'none' && isThere)
      return range ? lend(await read(range)) : wholeOf(lend(await read()), row);
    return unsealed(keyRing, row, { read, range });
  };

/** How many bytes are handed out of the whole. */
export const readableBytes = (row: Pick<Row, 'sealing' | 'bytes' | 'stored_bytes'>): number =>
  row.sealing === 'tenant' ? row.stored_bytes : row.bytes;

const readerOf = async (
  { spool, targets }: Pick<OpenNeeds, 'spool' | 'targets'>,
  row: Row,
): Promise<(range?: ByteRange) => Promise<Readable>> => {
  const { ref } = row;
  if (row.state === 'stored' && ref !== null) {
    const storage = await targets.open(row);
    return (range) => storage.read(ref, range);
  }
  return (range) => spool.read(row.spool ?? '', range);
};
