import type { TellOutcome, WriteBackView } from '../../protocol/http/write-back.ts';
import { record } from '../audit/audit-log.ts';
import type { InTransaction, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import { addOutcome } from './add-outcome.ts';
import { lifetimes } from './lifetimes.ts';
import type { Session } from './session.ts';
import { viewWriteBack } from './view-write-backs.ts';
import { dueAt, plannedParts, type WriteBack } from './write-back.ts';
import { changeWriteBack, findWriteBack, movePart, partStateOf } from './write-back-store.ts';

interface TellOutcomeNeeds {
  readonly inTransaction: InTransaction;
  /** Something in the outbox has become due. */
  readonly wake: () => void;
  readonly now: () => number;
}

/**
 * The agent says how it went, for five minutes from the session's end, once. What comes before the summary sets out is in it; what comes
 * after is added. @throws Problem `session_not_over`, `session_not_joined`, `outcome_late`.
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
    throw new Problem('outcome_late', 'How it went was said already, or the five minutes for it are over.');
  }
  return writeBack;
};

const lastMoment = ({ summary }: WriteBack): number => summary.endedAt + lifetimes.outcomeMs;

/** It waits for the agent from now on, but not for ever. */
const keep = async (trx: Transaction, writeBack: WriteBack, told: TellOutcome): Promise<void> => {
  const until = lastMoment(writeBack);
  await changeWriteBack(trx, writeBack, { ...wordOf(told), outcomeUntil: until });
  await (writeBack.setOutAt === null
    ? moveJobs(trx, writeBack, until)
    : addOutcome(trx, writeBack, { isSaid: isSaid(told), at: until }));
};

interface Finished {
  readonly writeBack: WriteBack;
  readonly told: TellOutcome;
  readonly by: string;
  readonly at: number;
}

const finish = async (trx: Transaction, { writeBack, told, by, at }: Finished): Promise<void> => {
  const { tenantId, sessionId } = writeBack;
  await changeWriteBack(trx, writeBack, { ...wordOf(told), outcomeUntil: null });
  if (writeBack.setOutAt === null) await moveJobs(trx, writeBack, at);
  else {
    // The record that it changes comes first; whatever becomes of that, the outcome goes in the end.
    const recordState = await partStateOf(trx, { tenantId, sessionId, part: 'record' });
    const isNext = recordState !== 'pending';
    await addOutcome(trx, writeBack, { isSaid: isSaid(told), at: isNext ? at : lastMoment(writeBack) });
  }
  await record(trx, {
    tenantId,
    actor: `agent:${by}`,
    action: 'outcome.told',
    subject: sessionId,
    detail: { outcome: told.outcome },
    at,
  });
};

const wordOf = ({ outcome, comment }: TellOutcome) => ({ outcome, comment: comment.trim() || null });

const isSaid = (told: TellOutcome): boolean => {
  const { outcome, comment } = wordOf(told);
  return outcome !== null || comment !== null;
};

/** One that a worker holds already will find what was told. */
const moveJobs = async (trx: Transaction, { tenantId, sessionId }: WriteBack, at: number): Promise<void> => {
  for (const part of plannedParts) await movePart(trx, { tenantId, sessionId, part }, dueAt(part, at));
};
