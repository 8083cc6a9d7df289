import type { WriteBackPart } from '../../protocol/http/write-back.ts';
import type { AgentRef } from '../agents/agent.ts';
import { record } from '../audit/audit-log.ts';
import type { Transaction } from '../database/transaction.ts';
import { enqueue } from '../jobs/outbox.ts';
import type { Session } from './session.ts';
import { dueAt, jobKindOf, writeBackParts } from './write-back.ts';
import { changePart, findWriteBack } from './write-back-store.ts';

/** What waits is tried now; what failed, or what the CRM had no place for, is tried anew. What is there stays as it is. Answers with how many parts that were. */
export const retryWithin = async (
  trx: Transaction,
  session: Pick<Session, 'id' | 'tenantId' | 'agentId'>,
  { actor, now }: { readonly actor: string; readonly now: number },
): Promise<number> => {
  const parts = await trx
    .selectFrom('write_back_parts')
    .selectAll()
    .where('tenant_id', '=', session.tenantId)
    .where('session_id', '=', session.id)
    .where('state', 'in', ['pending', 'failed', 'unsupported'])
    .execute();
  for (const { part, state, job_id } of parts) {
    const known = writeBackParts.find((one) => one === part);
    if (!known) throw new Error(`Session ${session.id} has a part called ${part}.`);
    const runAt = dueAt(known, now);
    if (state === 'pending') await hurry(trx, session.tenantId, { jobId: job_id, runAt });
    else await beginAnew(trx, session, { part: known, runAt });
  }
  if (parts.length === 0) return 0;
  await record(trx, {
    tenantId: session.tenantId,
    actor,
    action: 'write_back.retried',
    subject: session.id,
    detail: { parts: parts.map(({ part }) => part) },
    at: now,
  });
  return parts.length;
};

/** The agent is connected to the CRM again: what could not be brought without that is brought now. */
export const retryAllOf = async (
  trx: Transaction,
  { tenantId, agentId }: AgentRef,
  now: number,
): Promise<void> => {
  const waiting = await trx
    .selectFrom('write_back_parts')
    .innerJoin('sessions', 'sessions.id', 'write_back_parts.session_id')
    .leftJoin('outbox', 'outbox.id', 'write_back_parts.job_id')
    .select('sessions.id')
    .distinct()
    .where('write_back_parts.tenant_id', '=', tenantId)
    .where('sessions.agent_id', '=', agentId)
    .where('write_back_parts.state', 'in', ['pending', 'failed'])
    .where((either) =>
      either.or([
        either('outbox.last_problem', '=', 'auth_revoked'),
        either('write_back_parts.problem', '=', 'auth_revoked'),
      ]),
    )
    .execute();
  for (const { id } of waiting)
    await retryWithin(trx, { id, tenantId, agentId }, { actor: `agent:${agentId}`, now });
};

const beginAnew = async (
  trx: Transaction,
  { id: sessionId, tenantId, agentId }: Pick<Session, 'id' | 'tenantId' | 'agentId'>,
  { part, runAt }: { readonly part: WriteBackPart; readonly runAt: number },
): Promise<void> => {
  // What failed before there were summaries has nothing left to say.
  if (!(await findWriteBack(trx, { tenantId, sessionId }))) return;
  const payload = { sessionId, agentId };
  const jobId = await enqueue(trx, { tenantId, kind: jobKindOf[part], payload, runAt });
  await changePart(trx, { tenantId, sessionId, part }, { state: 'pending', problem: null, jobId });
};

interface Hurry {
  readonly jobId: string;
  readonly runAt: number;
}

const hurry = async (trx: Transaction, tenantId: string, { jobId, runAt }: Hurry): Promise<void> => {
  await trx
    .updateTable('outbox')
    .set({ run_at: runAt })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', jobId)
    .where('run_at', '>', runAt)
    .where('last_problem', 'is not', null)
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .execute();
};
