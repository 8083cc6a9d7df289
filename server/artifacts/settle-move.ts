import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { StoredObject } from '../storage/artifact-storage.ts';
import { changeRow, type Row } from './artifact-store.ts';
import { removeJob, unspoolJob } from './job-kinds.ts';

/** The case's own list of what there is has changed. */
export type OnArtifactsChanged = (trx: Transaction, about: ArtifactsOf) => Promise<void>;

interface ArtifactsOf {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly caseId: string | null;
}

export interface SettleNeeds {
  readonly onArtifactsChanged: OnArtifactsChanged;
  readonly now: () => number;
}

/** It is at its target, as it set out. Where it was deleted meanwhile, it is taken away again. */
export const settleStored = async (
  { onArtifactsChanged, now }: SettleNeeds,
  trx: Transaction,
  { row, stored }: { readonly row: Row; readonly stored: StoredObject },
): Promise<void> => {
  const of = { id: row.id, tenantId: row.tenant_id };
  const at = now();
  const moved = await changeRow(
    trx,
    { ...of, states: ['kept', 'failed'] },
    {
      state: 'stored',
      problem: null,
      ref: stored.ref,
      url: stored.url,
      stored_at: at,
      verified_at: at,
      looked_at: at,
      // Its own key was for the spool only.
      ...(row.sealing === 'none' ? { wrapped_key: null } : {}),
    },
  );
  if (!moved) {
    await changeRow(trx, { ...of, states: ['deleted'] }, { ref: stored.ref });
    await enqueue(trx, removeJob(of));
    return;
  }
  const { target, stored_sha256: sha256 } = row;
  await note(trx, row, { action: 'artifact.stored', detail: { target, sha256 }, at });
  await enqueue(trx, unspoolJob(of));
  await onArtifactsChanged(trx, aboutOf(row));
};

/** Its target does not take it. It stays in the spool, where it can be read, and tried anew. */
export const settleFailed = async (
  { onArtifactsChanged, now }: SettleNeeds,
  trx: Transaction,
  { row, problem }: { readonly row: Row; readonly problem: string },
): Promise<void> => {
  const of = { id: row.id, tenantId: row.tenant_id };
  if (!(await changeRow(trx, { ...of, states: ['kept'] }, { state: 'failed', problem }))) return;
  const { target } = row;
  await note(trx, row, { action: 'artifact.failed', detail: { target, problem }, at: now() });
  await onArtifactsChanged(trx, aboutOf(row));
};

export const aboutOf = (
  row: Pick<Row, 'tenant_id' | 'session_id' | 'agent_id' | 'case_id'>,
): ArtifactsOf => ({
  tenantId: row.tenant_id,
  sessionId: row.session_id,
  agentId: row.agent_id,
  caseId: row.case_id,
});

interface Noted {
  readonly action: string;
  readonly detail: { readonly [name: string]: string };
  readonly at: number;
}

const note = async (trx: Transaction, row: Row, { action, detail, at }: Noted): Promise<void> => {
  await record(trx, {
    tenantId: row.tenant_id,
    actor: 'server',
    action,
    subject: row.id,
    detail: { sessionId: row.session_id, kind: row.kind, ...detail },
    at,
  });
};
