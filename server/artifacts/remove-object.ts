import * as v from 'valibot';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { JobCompletion, JobHandler } from '../jobs/job.ts';
import type { ArtifactStorage, ObjectSource } from '../storage/artifact-storage.ts';
import { changeRow, findRow, type Row } from './artifact-store.ts';
import { ArtifactJob } from './job-kinds.ts';
import type { Spool } from './spool.ts';
import type { Targets } from './targets.ts';

interface RemoveNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly spool: Pick<Spool, 'remove'>;
  readonly targets: Pick<Targets, 'open'>;
  readonly keyOf: (row: Row) => string;
  readonly now: () => number;
}

const nothing: JobCompletion = async () => undefined;

/** The outbox takes a deleted artifact away at its target, looks that it is gone, and empties what was known of its place. */
export const createRemoveObject =
  (needs: RemoveNeeds): JobHandler =>
  async (job): Promise<JobCompletion> => {
    const { db, inTransaction, spool } = needs;
    const of = { tenantId: job.tenantId, id: v.parse(ArtifactJob, job.payload).artifactId };
    const row = await findRow(db, of);
    if (row?.state !== 'deleted') return nothing;
    const tried = await inTransaction((trx) => endMove(trx, row, needs.now()));
    if (row.settings !== null && !isTheTenantsOwn(row)) await removeAt(needs, row, tried);
    if (row.spool !== null) await spool.remove(row.spool);
    return async (trx) => {
      const emptied = { name: null, ref: null, url: null, settings: null, spool: null };
      await changeRow(trx, { ...of, states: ['deleted'] }, emptied);
      if (row.settings === null) return;
      await record(trx, {
        tenantId: row.tenant_id,
        actor: 'server',
        action: 'artifact.removed',
        subject: row.id,
        detail: { sessionId: row.session_id, kind: row.kind, target: row.target },
        at: needs.now(),
      });
    };
  };

/** A company that leaves keeps what is in its own CRM, which we can't ask any more. */
const isTheTenantsOwn = ({ target, deleted_reason }: Row): boolean =>
  target === 'crm' && deleted_reason === 'tenant_removed';

/** Ends the job that would still bring it, and tells whether that has ever been at work. @throws Problem `storage_unavailable` while it is. */
const endMove = async (trx: Transaction, { job_id, tenant_id }: Row, now: number): Promise<boolean> => {
  const move = await trx
    .selectFrom('outbox')
    .select(['attempts', 'leased_until', 'done_at', 'failed_at'])
    .where('id', '=', job_id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst();
  if (!move) return true;
  if (move.done_at !== null || move.failed_at !== null) return move.attempts > 0;
  if (move.leased_until !== null && move.leased_until > now)
    throw new Problem('storage_unavailable', 'It is being brought there.', { retryAfter: 2 });
  await trx
    .updateTable('outbox')
    .set({ done_at: now, leased_until: null })
    .where('id', '=', job_id)
    .where('tenant_id', '=', tenant_id)
    .execute();
  return move.attempts > 0;
};

const removeAt = async ({ targets, keyOf }: RemoveNeeds, row: Row, tried: boolean): Promise<void> => {
  if (row.ref === null && !tried) return;
  const storage = await targets.open(row);
  const ref = row.ref ?? (await leftBehind(storage, row, keyOf(row)));
  if (ref === null) return;
  await storage.remove(ref);
  await refuseUnlessGone(storage, ref);
};

/** What a mover left that died before it could say so. A CRM finds it by its key, and is given nothing when it has none. */
const leftBehind = async (storage: ArtifactStorage, row: Row, key: string): Promise<string | null> => {
  if (storage.kind !== 'salesforce' && storage.kind !== 'zendesk') return key;
  const gone = new Problem('artifact_deleted', 'This was deleted.');
  const object: ObjectSource = {
    key,
    name: row.name ?? row.id,
    contentType: row.sealing === 'none' ? row.content_type : 'application/octet-stream',
    bytes: row.stored_bytes,
    sha256: row.stored_sha256,
    open: () => Promise.reject(gone),
  };
  try {
    return (await storage.put(object)).ref;
  } catch (error) {
    if (error instanceof Problem && (error === gone || error.code === 'artifact_too_large')) return null;
    throw error;
  }
};

const refuseUnlessGone = async (storage: ArtifactStorage, ref: string): Promise<void> => {
  try {
    (await storage.read(ref)).destroy();
  } catch (error) {
    if (error instanceof Problem && error.code === 'artifact_missing') return;
    throw error;
  }
  throw new Problem('storage_unavailable', 'It is still there.');
};
