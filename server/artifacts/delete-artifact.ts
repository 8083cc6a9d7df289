import type { DeletionReason } from '../../protocol/http/artifacts.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import { changeRow, type Row } from './artifact-store.ts';
import { removeJob } from './job-kinds.ts';
import { aboutOf, type SettleNeeds } from './settle-move.ts';

interface Deletion {
  readonly reason: DeletionReason;
  /** `agent:<id>`, `operator` or `server`. */
  readonly actor: string;
}

/** Destroys what opens an artifact, and leaves a job that takes away what nobody can open any more. False when it was deleted before. Wake the worker after. */
export const deleteWithin = async (
  { onArtifactsChanged, now }: SettleNeeds,
  trx: Transaction,
  { row, reason, actor }: Deletion & { readonly row: Row },
): Promise<boolean> => {
  const of = { id: row.id, tenantId: row.tenant_id };
  const at = now();
  const deleted = await changeRow(
    trx,
    { ...of, states: ['kept', 'stored', 'failed'] },
    {
      state: 'deleted',
      problem: null,
      wrapped_key: null,
      recording: null,
      deleted_at: at,
      deleted_reason: reason,
    },
  );
  if (!deleted) return false;
  // What was never tried need not be tried, nor taken away.
  await trx
    .updateTable('outbox')
    .set({ done_at: at })
    .where('id', '=', row.job_id)
    .where('tenant_id', '=', row.tenant_id)
    .where('attempts', '=', 0)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
  await trx
    .deleteFrom('recording_roots')
    .where('recording_id', '=', row.id)
    .where('tenant_id', '=', row.tenant_id)
    .execute();
  const { session_id: sessionId, kind, target, bytes, sha256 } = row;
  await record(trx, {
    tenantId: row.tenant_id,
    actor,
    action: 'artifact.deleted',
    subject: row.id,
    detail: { sessionId, kind, target, bytes, sha256, reason },
    at,
  });
  await enqueue(trx, removeJob(of));
  await onArtifactsChanged(trx, aboutOf(row));
  return true;
};
