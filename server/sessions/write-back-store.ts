import * as v from 'valibot';
import { Outcome, type WriteBackPart } from '../../protocol/http/write-back.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import { Summary } from './summary.ts';
import type { WriteBack } from './write-back.ts';

/** How far one part is, as it is kept: when it is tried again is the outbox's to know. */
export type KeptState = 'pending' | 'written' | 'unsupported' | 'failed';

export interface KeptPart {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly part: WriteBackPart;
  readonly jobId: string;
}

export interface OfTenant {
  readonly tenantId: string;
  readonly sessionId: string;
}

/** Null when the session goes on, or when nobody came. */
export const findWriteBack = async (
  q: Queryable,
  { tenantId, sessionId }: OfTenant,
): Promise<WriteBack | null> => {
  const row = await q
    .selectFrom('write_backs')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row ? writeBackOf(row) : null;
};

export const insertWriteBack = async (trx: Transaction, writeBack: WriteBack): Promise<void> => {
  const { sessionId, tenantId, summary, outcomeUntil, setOutAt, outcome, comment } = writeBack;
  await trx
    .insertInto('write_backs')
    .values({
      session_id: sessionId,
      tenant_id: tenantId,
      summary: JSON.stringify(summary),
      ended_at: summary.endedAt,
      outcome_until: outcomeUntil,
      set_out_at: setOutAt,
      outcome,
      comment,
    })
    .execute();
};

type Told = Partial<Pick<WriteBack, 'outcome' | 'comment' | 'outcomeUntil' | 'setOutAt'>>;

export const changeWriteBack = async (
  trx: Transaction,
  { tenantId, sessionId }: OfTenant,
  { outcomeUntil, setOutAt, ...told }: Told,
): Promise<void> => {
  await trx
    .updateTable('write_backs')
    .set({
      ...told,
      ...(outcomeUntil === undefined ? {} : { outcome_until: outcomeUntil }),
      ...(setOutAt === undefined ? {} : { set_out_at: setOutAt }),
    })
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .execute();
};

export const insertPart = async (
  trx: Transaction,
  { sessionId, tenantId, part, jobId }: KeptPart,
): Promise<void> => {
  await trx
    .insertInto('write_back_parts')
    .values({
      session_id: sessionId,
      tenant_id: tenantId,
      part,
      state: 'pending',
      problem: null,
      job_id: jobId,
    })
    .execute();
};

/** Null: the summary has no such part. */
export const partStateOf = async (
  q: Queryable,
  { tenantId, sessionId, part }: Omit<KeptPart, 'jobId'>,
): Promise<string | null> => {
  const row = await q
    .selectFrom('write_back_parts')
    .select('state')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', part)
    .executeTakeFirst();
  return row?.state ?? null;
};

/** The job that brings a part; null: the summary has no such part. */
export const partJobOf = async (
  q: Queryable,
  { tenantId, sessionId, part }: Omit<KeptPart, 'jobId'>,
): Promise<string | null> => {
  const row = await q
    .selectFrom('write_back_parts')
    .select('job_id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', part)
    .executeTakeFirst();
  return row?.job_id ?? null;
};

interface PartChange {
  readonly state: KeptState;
  readonly problem: string | null;
  /** Of a job that begins anew: then what the CRM had no place for is to come again, too. */
  readonly jobId?: string;
}

/** Writes to a part that is still to come. False when it is settled already. */
export const changePart = async (
  trx: Transaction,
  { tenantId, sessionId, part }: Omit<KeptPart, 'jobId'>,
  { state, problem, jobId }: PartChange,
): Promise<boolean> => {
  const { numUpdatedRows } = await trx
    .updateTable('write_back_parts')
    .set({ state, problem, ...(jobId === undefined ? {} : { job_id: jobId }) })
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', part)
    .where('state', 'in', jobId === undefined ? ['pending', 'failed'] : ['pending', 'failed', 'unsupported'])
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};

/** There is more to say of a part, though it may be written: it is to come again, by this job. */
export const reopenPart = async (
  trx: Transaction,
  { tenantId, sessionId, part, jobId }: KeptPart,
): Promise<void> => {
  await trx
    .updateTable('write_back_parts')
    .set({ state: 'pending', problem: null, job_id: jobId })
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', part)
    .execute();
};

/** Lets the job of a part that was not tried yet run at this time; what a CRM said about trying again stays. */
export const movePart = async (
  trx: Transaction,
  { tenantId, sessionId, part }: Omit<KeptPart, 'jobId'>,
  runAt: number,
): Promise<void> => {
  const job = trx
    .selectFrom('write_back_parts')
    .select('job_id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('part', '=', part)
    .where('state', '=', 'pending');
  await trx
    .updateTable('outbox')
    .set({ run_at: runAt })
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', job)
    .where('last_problem', 'is', null)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
};

const writeBackOf = (row: Schema['write_backs']): WriteBack => ({
  sessionId: row.session_id,
  tenantId: row.tenant_id,
  summary: v.parse(Summary, JSON.parse(row.summary)),
  outcomeUntil: row.outcome_until,
  setOutAt: row.set_out_at,
  outcome: v.parse(v.nullable(Outcome), row.outcome),
  comment: row.comment,
});
