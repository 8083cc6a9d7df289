import type { Kysely } from 'kysely';
import type { ArtifactView } from '../../protocol/http/artifacts.ts';
import type { Schema } from '../database/schema.ts';
import { deletionOf, kindOf, type Row, sealingOf, stateOf } from './artifact-store.ts';

/** All that lists show: a recording's index is long, and not of it. */
const shown = [
  'artifacts.id',
  'artifacts.tenant_id',
  'artifacts.session_id',
  'artifacts.agent_id',
  'artifacts.case_id',
  'artifacts.kind',
  'artifacts.name',
  'artifacts.content_type',
  'artifacts.state',
  'artifacts.problem',
  'artifacts.bytes',
  'artifacts.sha256',
  'artifacts.stored_bytes',
  'artifacts.sealing',
  'artifacts.target',
  'artifacts.url',
  'artifacts.created_by',
  'artifacts.created_at',
  'artifacts.verified_at',
  'artifacts.expires_at',
  'artifacts.deleted_at',
  'artifacts.deleted_reason',
  'artifacts.duration_ms',
  'sessions.case_number',
  'sessions.is_test',
] as const;

export type ShownRow = Pick<
  Row,
  | 'id'
  | 'tenant_id'
  | 'session_id'
  | 'agent_id'
  | 'kind'
  | 'name'
  | 'content_type'
  | 'state'
  | 'problem'
  | 'bytes'
  | 'sha256'
  | 'stored_bytes'
  | 'sealing'
  | 'target'
  | 'url'
  | 'created_by'
  | 'created_at'
  | 'verified_at'
  | 'expires_at'
  | 'deleted_at'
  | 'deleted_reason'
  | 'duration_ms'
> & { readonly case_number: string | null; readonly is_test: number | null };

/** A tenant's artifacts with the number of their case. */
export const selectShown = (q: Kysely<Schema>, tenantId: string) =>
  q
    .selectFrom('artifacts')
    .leftJoin('sessions', 'sessions.id', 'artifacts.session_id')
    .select(shown)
    .where('artifacts.tenant_id', '=', tenantId);

export const artifactView = (row: ShownRow): ArtifactView => ({
  id: row.id,
  sessionId: row.session_id,
  caseNumber: row.case_number,
  kind: kindOf(row),
  name: row.state === 'deleted' ? null : row.name,
  contentType: row.content_type,
  bytes: row.bytes,
  sha256: row.sha256,
  state: stateOf(row),
  problem: row.problem,
  sealing: sealingOf(row),
  target: row.target,
  url: row.state === 'deleted' ? null : row.url,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  verifiedAt: row.verified_at,
  deleted: deletionOf(row),
  durationMs: row.duration_ms,
});
