import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { DeletionReason } from '../../protocol/http/artifacts.ts';
import { RecordingIndex } from '../../protocol/recording.ts';
import { ArtifactKind } from '../../protocol/storage-policy.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable } from '../database/transaction.ts';
import type { Artifact } from './artifact.ts';

/** What the table holds of one artifact. */
export type Row = Selectable<Schema['artifacts']>;

export interface OfTenant {
  readonly id: string;
  readonly tenantId: string;
}

const State = v.picklist(['kept', 'stored', 'failed', 'deleted']);
const Sealing = v.picklist(['handrail', 'tenant', 'none']);
const Recording = v.strictObject({ startedAt: v.number(), index: RecordingIndex });

/** Null when the tenant has none of this id. */
export const findRow = async (q: Queryable, { id, tenantId }: OfTenant): Promise<Row | null> => {
  const row = await q
    .selectFrom('artifacts')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row ?? null;
};

export const insertRow = async (q: Queryable, row: Row): Promise<void> => {
  await q.insertInto('artifacts').values(row).execute();
};

/** Writes to an artifact that is in one of these states; false when it isn't any more. */
export const changeRow = async (
  q: Queryable,
  { id, tenantId, states }: OfTenant & { readonly states: readonly Artifact['state'][] },
  change: Partial<Row>,
): Promise<boolean> => {
  const { numUpdatedRows } = await q
    .updateTable('artifacts')
    .set(change)
    .where('id', '=', id)
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', states)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

export const artifactOf = (row: Row): Artifact => ({
  id: row.id,
  tenantId: row.tenant_id,
  sessionId: row.session_id,
  agentId: row.agent_id,
  caseId: row.case_id,
  kind: kindOf(row),
  name: row.name ?? '',
  contentType: row.content_type,
  createdBy: row.created_by,
  recording: row.recording === null ? null : v.parse(Recording, JSON.parse(row.recording)),
  bytes: row.bytes,
  sha256: row.sha256,
  sealing: sealingOf(row),
  target: row.target,
  state: stateOf(row),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  deleted: deletionOf(row),
});

export const kindOf = ({ kind }: Pick<Row, 'kind'>): ArtifactKind => v.parse(ArtifactKind, kind);
export const stateOf = ({ state }: Pick<Row, 'state'>): Artifact['state'] => v.parse(State, state);
export const sealingOf = ({ sealing }: Pick<Row, 'sealing'>): Artifact['sealing'] =>
  v.parse(Sealing, sealing);

export const deletionOf = (row: Pick<Row, 'deleted_at' | 'deleted_reason'>): Artifact['deleted'] =>
  row.deleted_at === null
    ? null
    : { at: row.deleted_at, reason: v.parse(DeletionReason, row.deleted_reason) };
