import type { Selectable } from 'kysely';
import type { SealedRoots } from '../../protocol/recording.ts';
import { record } from '../audit/audit-log.ts';
import { randomId } from '../crypto/random.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';

/** What the table holds of a recording that is not kept yet. */
export type Recording = Selectable<Schema['recordings']>;

export interface RecordedSession {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly agentId: string;
  readonly caseId: string | null;
}

interface Keying {
  readonly of: RecordedSession;
  readonly roots: SealedRoots;
  /** How it is to be kept, if it begins now. */
  readonly decided: string;
  /** As the audit log names who lets it be recorded. */
  readonly actor: string;
  readonly node: string;
  readonly at: number;
}

/** Writes a generation's sealed roots down for the recording of this session that goes on here; the first begin one. @throws Problem `recording_unavailable`. */
export const keyWithin = async (trx: Transaction, keying: Keying): Promise<Recording> => {
  const { of, roots, node } = keying;
  const { tenantId, sessionId } = of;
  const goesOn = await trx
    .selectFrom('recordings')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('node', '=', node)
    .where('state', '=', 'recording')
    .executeTakeFirst();
  // Whoever plays it has one key.
  if (goesOn && goesOn.fingerprint !== roots.key)
    throw new Problem('recording_unavailable', 'This recording is sealed to another key.');
  const recording = goesOn ?? (await begin(trx, keying));
  await trx
    .insertInto('recording_roots')
    .values({
      recording_id: recording.id,
      tenant_id: tenantId,
      generation: roots.generation,
      visitor: roots.visitor,
      fingerprint: roots.key,
      enc: roots.enc,
      sealed: roots.sealed,
    })
    // What came first opens the frames that are there already.
    .onConflict((conflict) => conflict.columns(['recording_id', 'generation']).doNothing())
    .execute();
  return recording;
};

const begin = async (
  trx: Transaction,
  { of, roots, decided, actor, node, at }: Keying,
): Promise<Recording> => {
  const recording: Recording = {
    id: randomId('art'),
    tenant_id: of.tenantId,
    session_id: of.sessionId,
    agent_id: of.agentId,
    case_id: of.caseId,
    started_at: at,
    state: 'recording',
    fingerprint: roots.key,
    node,
    decided,
  };
  await trx.insertInto('recordings').values(recording).execute();
  await record(trx, {
    tenantId: of.tenantId,
    actor,
    action: 'recording.started',
    subject: of.sessionId,
    detail: { recording: recording.id, key: roots.key },
    at,
  });
  return recording;
};

interface Stopping {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly actor: string;
  readonly why: string;
  readonly at: number;
}

/** Nothing more is recorded of this session. It belongs into the transaction that takes the grant away. */
export const stopRecordingWithin = async (
  trx: Transaction,
  { tenantId, sessionId, actor, why, at }: Stopping,
): Promise<void> => {
  const stopped = await trx
    .selectFrom('recordings')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('state', '=', 'recording')
    .execute();
  for (const { id } of stopped) {
    await trx
      .updateTable('recordings')
      .set({ state: 'over' })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    const detail = { recording: id, why };
    await record(trx, { tenantId, actor, action: 'recording.stopped', subject: sessionId, detail, at });
  }
};

/** Those whose file is here and that are to be put together, of every tenant. */
export const listOver = (q: Queryable, node: string): Promise<Recording[]> =>
  q
    .selectFrom('recordings')
    .selectAll()
    .where('node', '=', node)
    .where('state', '=', 'over')
    .orderBy('started_at')
    .execute();

type Ref = Pick<Recording, 'id' | 'tenant_id'>;

/** What is left of it is the artifact. */
export const forgetRecording = async (q: Queryable, { id, tenant_id }: Ref): Promise<void> => {
  await q.deleteFrom('recordings').where('tenant_id', '=', tenant_id).where('id', '=', id).execute();
};

/** Whatever it held can't be opened by anybody any more. */
export const forgetRoots = async (q: Queryable, { id, tenant_id }: Ref): Promise<void> => {
  await q
    .deleteFrom('recording_roots')
    .where('tenant_id', '=', tenant_id)
    .where('recording_id', '=', id)
    .execute();
};

/** In the order in which they were made. */
export const listRoots = async (q: Queryable, { id, tenant_id }: Ref): Promise<readonly SealedRoots[]> => {
  const rows = await q
    .selectFrom('recording_roots')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('recording_id', '=', id)
    .orderBy('generation')
    .execute();
  return rows.map(({ generation, visitor, fingerprint, enc, sealed }) => ({
    generation,
    visitor,
    key: fingerprint,
    enc,
    sealed,
  }));
};
