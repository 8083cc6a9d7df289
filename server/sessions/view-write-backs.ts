import * as v from 'valibot';
import {
  Outcome,
  type PartState,
  WriteBackPart,
  type WriteBackView,
} from '../../protocol/http/write-back.ts';
import { ProblemCode } from '../../protocol/problem.ts';
import type { Queryable } from '../database/transaction.ts';

/** How far the summaries of these sessions are, by session. Sessions that go on, or that nobody joined, have none. */
export const viewWriteBacks = async (
  q: Queryable,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, WriteBackView>> => {
  if (sessionIds.length === 0) return new Map();
  const rows = await partRows(q, tenantId)
    .where('write_back_parts.session_id', 'in', [...sessionIds])
    .execute();
  const views = new Map<string, WriteBackView>();
  for (const row of rows) {
    const { parts } = views.get(row.session_id) ?? { parts: [] };
    const outcome = v.parse(v.nullable(Outcome), row.outcome);
    views.set(row.session_id, { outcomeUntil: row.outcome_until, outcome, parts: [...parts, partOf(row)] });
  }
  return views;
};

/** Of one session. */
export const viewWriteBack = async (
  q: Queryable,
  tenantId: string,
  sessionId: string,
): Promise<WriteBackView | null> => (await viewWriteBacks(q, tenantId, [sessionId])).get(sessionId) ?? null;

/** Every part, with what the outbox knows of its job. */
const partRows = (q: Queryable, tenantId: string) =>
  q
    .selectFrom('write_back_parts')
    .leftJoin('write_backs', 'write_backs.session_id', 'write_back_parts.session_id')
    .leftJoin('outbox', 'outbox.id', 'write_back_parts.job_id')
    .select([
      'write_back_parts.session_id',
      'write_back_parts.part',
      'write_back_parts.state',
      'write_back_parts.problem',
      'write_backs.outcome',
      'write_backs.outcome_until',
      'outbox.run_at',
      'outbox.last_problem',
    ])
    .where('write_back_parts.tenant_id', '=', tenantId)
    .orderBy('write_back_parts.part');

interface PartRow {
  readonly part: string;
  readonly state: string;
  readonly problem: string | null;
  readonly run_at: number | null;
  readonly last_problem: string | null;
}

const partOf = (row: PartRow): { part: WriteBackPart; state: PartState } => ({
  part: v.parse(WriteBackPart, row.part),
  state: stateOf(row),
});

const KeptName = v.picklist(['pending', 'written', 'unsupported', 'failed']);

const stateOf = ({ state, problem, run_at, last_problem }: PartRow): PartState => {
  const name = v.parse(KeptName, state);
  if (name === 'failed') return { name, problem: problemOf(problem) };
  // A job that had no problem yet waits for its time, or for its answer.
  if (name !== 'pending' || last_problem === null || run_at === null) return { name };
  return { name: 'retrying', at: run_at, problem: problemOf(last_problem) };
};

const problemOf = (code: string | null): v.InferOutput<typeof ProblemCode> =>
  v.parse(v.fallback(ProblemCode, 'internal'), code);
