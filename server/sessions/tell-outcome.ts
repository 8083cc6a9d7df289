import type { TellOutcome, WriteBackView } from '../../protocol/http/write-back.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';
import { viewWriteBack } from './view-write-backs.ts';
import { dueAt, type WriteBack, writeBackParts } from './write-back.ts';
import { changeWriteBack, findWriteBack, movePart } from './write-back-store.ts';

interface TellOutcomeNeeds {
  readonly inTransaction: InTransaction;
  /** Something in the outbox has become due. */
  readonly wake: () => void;
  readonly now: () => number;
}

/**
 * The agent says how it went. Whoever has begun has five minutes from the session's end. @throws Problem `session_not_over`,
 * `session_not_joined`, `outcome_late` once the summary is on its way.
 */
export const createTellOutcome =
  ({ inTransaction, wake, now }: TellOutcomeNeeds) =>
  async (session: Session, told: TellOutcome): Promise<WriteBackView> => {
    const view = await inTransaction(async (trx) => {
      const writeBack = await open(trx, session, now());
      await (told.finished
        ? finish(trx, { writeBack, told, by: session.agentId, at: now() })
        : keep(trx, writeBack, told));
      return viewWriteBack(trx, session.tenantId, session.id);
    });
    if (!view) throw new Error(`Session ${session.id} has a summary, and no part of it.`);
    if (told.finished) wake();
    return view;
  };

const open = async (trx: Transaction, { id: sessionId, tenantId, state }: Session, at: number) => {
  if (state.name !== 'ended') throw new Problem('session_not_over', 'This session still goes on.');
  const writeBack = await findWriteBack(trx, { tenantId, sessionId });
  if (!writeBack) throw new Problem('session_not_joined', 'Nobody joined this session.');
  if (writeBack.outcomeUntil === null || lastMoment(writeBack) <= at) {
    throw new Problem('outcome_late', 'What happened is on its way to the case already.');
  }
  return writeBack;
};

const lastMoment = ({ summary }: WriteBack): number => summary.endedAt + lifetimes.outcomeMs;

/** It waits for the agent from now on, but not for ever. */
const keep = async (
  trx: Transaction,
  writeBack: WriteBack,
  { outcome, comment }: TellOutcome,
): Promise<void> => {
  const outcomeUntil = lastMoment(writeBack);
  await changeWriteBack(trx, writeBack, { outcome, comment: comment.trim() || null, outcomeUntil });
  await moveJobs(trx, writeBack, outcomeUntil);
};

interface Finished {
  readonly writeBack: WriteBack;
  readonly told: TellOutcome;
  readonly by: string;
  readonly at: number;
}

const finish = async (trx: Transaction, { writeBack, told, by, at }: Finished): Promise<void> => {
  const { outcome } = told;
  await changeWriteBack(trx, writeBack, {
    outcome,
    comment: told.comment.trim() || null,
    outcomeUntil: null,
  });
  await moveJobs(trx, writeBack, at);
  await record(trx, {
    tenantId: writeBack.tenantId,
    actor: `agent:${by}`,
    action: 'outcome.told',
    subject: writeBack.sessionId,
    detail: { outcome },
    at,
  });
};

/** One that a worker holds already will find what was told, or was too early for it: then telling was refused. */
const moveJobs = async (trx: Transaction, { tenantId, sessionId }: WriteBack, at: number): Promise<void> => {
  for (const part of writeBackParts) await movePart(trx, { tenantId, sessionId, part }, dueAt(part, at));
};
