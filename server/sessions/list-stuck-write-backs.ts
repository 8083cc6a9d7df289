import type { StuckWriteBack, StuckWriteBacks } from '../../protocol/http/write-back.ts';
import type { Queryable } from '../database/transaction.ts';
import { viewWriteBacks } from './view-write-backs.ts';

/** The sessions of a tenant whose summary failed, waits for another try, or is due and not there yet; newest first. */
export const listStuckWriteBacks = async (
  q: Queryable,
  tenantId: string,
  now: number,
): Promise<StuckWriteBacks> => {
  const rows = await q
    .selectFrom('sessions')
    .innerJoin('write_backs', 'write_backs.session_id', 'sessions.id')
    .innerJoin('agents', 'agents.id', 'sessions.agent_id')
    .select([
      'sessions.id',
      'sessions.case_id',
      'sessions.case_number',
      'write_backs.ended_at',
      'agents.name',
    ])
    .where('sessions.tenant_id', '=', tenantId)
    .where('sessions.id', 'in', stuckSessions(q, tenantId, now))
    .orderBy('write_backs.ended_at', 'desc')
    .limit(100)
    .execute();
  const views = await viewWriteBacks(
    q,
    tenantId,
    rows.map(({ id }) => id),
  );
  return {
    writeBacks: rows.map(
      (row): StuckWriteBack => ({
        sessionId: row.id,
        caseId: row.case_id,
        caseNumber: row.case_number,
        agentName: row.name,
        endedAt: row.ended_at,
        parts: views.get(row.id)?.parts ?? [],
      }),
    ),
  };
};

const stuckSessions = (q: Queryable, tenantId: string, now: number) =>
  q
    .selectFrom('write_back_parts')
    .leftJoin('outbox', 'outbox.id', 'write_back_parts.job_id')
    .select('write_back_parts.session_id')
    .where('write_back_parts.tenant_id', '=', tenantId)
    .where((either) =>
      either.or([
        either('write_back_parts.state', '=', 'failed'),
        either.and([
          either('write_back_parts.state', '=', 'pending'),
          either.or([either('outbox.last_problem', 'is not', null), either('outbox.run_at', '<=', now)]),
        ]),
      ]),
    );
