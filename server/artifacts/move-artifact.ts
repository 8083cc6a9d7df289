import { addAbortSignal } from 'node:stream';
import * as v from 'valibot';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Queryable } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { JobCompletion, JobHandler } from '../jobs/job.ts';
import type { ArtifactStorage, ObjectSource, StoredObject } from '../storage/artifact-storage.ts';
import { lend, streamOfLent } from '../storage/lent-content.ts';
import { findRow, kindOf, type Row } from './artifact-store.ts';
import { unsealed, wholeOf } from './content-of.ts';
import { ArtifactJob } from './job-kinds.ts';
import { goesToSecond } from './second-target.ts';
import { type SettleNeeds, settleFailed, settleStored } from './settle-move.ts';
import type { Spool } from './spool.ts';
import type { Targets } from './targets.ts';

export interface MoveNeeds extends SettleNeeds {
  readonly db: Queryable;
  readonly keyRing: Pick<KeyRing, 'seal' | 'open'>;
  readonly spool: Pick<Spool, 'read'>;
  readonly targets: Targets;
  /** What an object is called at its target. */
  readonly keyOf: (row: Row) => string;
  /** Ends what is being sent when this process stops: it begins anew later. */
  readonly stopping: AbortSignal;
}

/** No later try can turn out otherwise: people have to look at it. */
const final: ReadonlySet<string> = new Set([
  'artifact_too_large',
  'file_too_large',
  'region_refused',
  'artifact_changed',
  'artifact_damaged',
]);

/** The outbox brings what is in the spool to its target, and looks whether it arrived as it set out. */
export const createMoveArtifact =
  (needs: MoveNeeds): JobHandler =>
  async (job): Promise<JobCompletion> => {
    const of = { tenantId: job.tenantId, id: v.parse(ArtifactJob, job.payload).artifactId };
    const row = await findRow(needs.db, of);
    if (!row || row.spool === null || row.state === 'deleted' || row.state === 'stored')
      return async () => undefined;
    try {
      const stored = await bring(needs, row);
      return (trx) => settleStored(needs, trx, { row, stored });
    } catch (error) {
      if (!(error instanceof Problem) || !final.has(error.code)) throw error;
      const tooLarge = error.code === 'artifact_too_large' || error.code === 'file_too_large';
      const second = tooLarge ? await goesToSecond(needs, row) : null;
      return second ?? ((trx) => settleFailed(needs, trx, { row, problem: error.code }));
    }
  };

const bring = async (needs: MoveNeeds, row: Row): Promise<StoredObject> => {
  const storage = await needs.targets.openToPut(row);
  const object = sourceOf(needs, row);
  const signal = AbortSignal.any([needs.stopping, AbortSignal.timeout(longestMs(object.bytes))]);
  const stored = await putAndRead(storage, object, signal).catch((error: unknown) => {
    throw signal.aborted ? tookTooLong(error) : error;
  });
  // Whoever deleted it meanwhile may not have known that it would be there.
  if ((await findRow(needs.db, { id: row.id, tenantId: row.tenant_id }))?.state === 'deleted')
    await storage.remove(stored.ref);
  return stored;
};

const putAndRead = async (
  storage: ArtifactStorage,
  object: ObjectSource,
  signal: AbortSignal,
): Promise<StoredObject> => {
  const stored = await storage.put(object, signal);
  await refuseUnlessThere(storage, { ref: stored.ref, object, signal });
  return stored;
};

/** A target that takes or gives less than this much a second is not answering. */
const slowestBytesPerSecond = 64 * 1024;

/** How long all of so much may take. */
export const longestMs = (bytes: number): number =>
  Math.ceil(10 * 60_000 + (bytes / slowestBytesPerSecond) * 1000);

const tookTooLong = (cause: unknown): Problem =>
  new Problem('storage_unavailable', 'It could not be sent in time.', { cause });

/** As it is put: what the spool has, or on the case what people are to open there. */
const sourceOf = ({ spool, keyRing, keyOf }: MoveNeeds, row: Row): ObjectSource => {
  const name = row.spool ?? '';
  return {
    key: keyOf(row),
    name: row.name ?? row.id,
    contentType: row.sealing === 'none' ? row.content_type : 'application/octet-stream',
    bytes: row.stored_bytes,
    sha256: row.stored_sha256,
    open: async () =>
      row.sealing === 'none'
        ? streamOfLent(await unsealed(keyRing, row, { read: (range) => spool.read(name, range) }))
        : spool.read(name),
  };
};

interface Arrived {
  readonly ref: string;
  readonly object: ObjectSource;
  readonly signal: AbortSignal;
}

/** Reads back all of it. What is not right is taken away, so that the next try doesn't find it. @throws Problem `storage_unavailable`. */
const refuseUnlessThere = async (
  storage: ArtifactStorage,
  { ref, object, signal }: Arrived,
): Promise<void> => {
  try {
    const content = addAbortSignal(signal, await storage.read(ref));
    for await (const _ of wholeOf(lend(content), object));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'artifact_damaged') throw error;
    await storage.remove(ref);
    throw new Problem('storage_unavailable', 'It did not arrive as it set out.', { cause: error });
  }
};

/** What an artifact is called where it lies, of parts that lead nowhere else. */
export const keyParts = (row: Row) => ({
  tenantId: row.tenant_id,
  kind: kindOf(row),
  sessionId: row.session_id,
  artifactId: row.id,
});
