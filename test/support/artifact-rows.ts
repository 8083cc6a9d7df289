import { randomId } from '../../server/crypto/random.ts';
import type { ArtifactRow, RecordingRow } from '../../server/database/rows/artifact-rows.ts';
import type { Transaction } from '../../server/database/transaction.ts';

interface OfSession {
  readonly tenantId: string;
  readonly sessionId: string;
}

/** Something kept of a session: a screenshot on its way to the case, unless said otherwise. Answers with its id. */
export const insertArtifact = async (
  trx: Transaction,
  { tenantId, sessionId }: OfSession,
  about: Partial<ArtifactRow> = {},
): Promise<string> => {
  const id = randomId('art');
  await trx
    .insertInto('artifacts')
    .values({
      id,
      tenant_id: tenantId,
      session_id: sessionId,
      agent_id: 'agent',
      case_id: '35436',
      kind: 'screenshot',
      name: 'Screenshot 1.png',
      content_type: 'image/png',
      state: 'kept',
      problem: null,
      bytes: 1_234,
      sha256: 'a'.repeat(64),
      stored_bytes: 1_234,
      stored_sha256: 'a'.repeat(64),
      sealing: 'none',
      wrapped_key: null,
      target: 'crm',
      settings: null,
      spool: null,
      job_id: 'job',
      looked_at: null,
      duration_ms: null,
      ref: null,
      url: null,
      created_by: 'server',
      created_at: 1,
      stored_at: null,
      verified_at: null,
      expires_at: 2,
      deleted_at: null,
      deleted_reason: null,
      recording: null,
      ...about,
    })
    .execute();
  return id;
};

/** A recording that is being put together. Answers with its id. */
export const insertRecording = async (
  trx: Transaction,
  { tenantId, sessionId }: OfSession,
  state: 'recording' | 'over' = 'over',
): Promise<string> => {
  const row: RecordingRow = {
    id: randomId('art'),
    tenant_id: tenantId,
    session_id: sessionId,
    agent_id: 'agent',
    case_id: '35436',
    started_at: 1,
    state,
    fingerprint: 'of a key',
    node: 'here',
    decided: null,
  };
  await trx.insertInto('recordings').values(row).execute();
  return row.id;
};
