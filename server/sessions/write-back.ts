import * as v from 'valibot';
import { record } from '../audit/audit-log.ts';
import type { CrmOf } from '../crm/crm.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Job, JobCompletion } from '../jobs/job.ts';
import { findSession, saveSession } from './session-store.ts';

const CaseNote = v.strictObject({
  sessionId: v.string(),
  agentId: v.string(),
  caseId: v.string(),
  text: v.string(),
});

interface WriteBackNeeds {
  readonly crmOf: CrmOf;
  readonly now: () => number;
}

/** Puts the note on the case, as the agent. The CRM is looked at first, so a try that died half-way leaves no second note. */
export const writeBack =
  ({ crmOf, now }: WriteBackNeeds) =>
  async (job: Job): Promise<JobCompletion> => {
    const { sessionId, agentId, caseId, text } = v.parse(CaseNote, job.payload);
    const crm = await crmOf({ tenantId: job.tenantId, agentId });
    const outcome = await crm.addNoteOnce(caseId, { text, marker: sessionId });
    return (trx) => settleNote(trx, sessionId, { note: 'written', outcome, at: now() });
  };

/** The note can't be written, now or ever: the panel says so. */
export const noteGivenUp =
  ({ now }: Pick<WriteBackNeeds, 'now'>) =>
  async (trx: Transaction, job: Job, problem: string): Promise<void> => {
    if (job.kind !== 'case.note') return;
    const { sessionId } = v.parse(CaseNote, job.payload);
    await settleNote(trx, sessionId, { note: 'failed', outcome: problem, at: now() });
  };

interface Settled {
  readonly note: 'written' | 'failed';
  readonly outcome: string;
  readonly at: number;
}

const settleNote = async (
  trx: Transaction,
  sessionId: string,
  { note, outcome, at }: Settled,
): Promise<void> => {
  const session = await findSession(trx, sessionId);
  if (session?.note !== 'pending') return;
  await saveSession(trx, { ...session, note });
  await record(trx, {
    tenantId: session.tenantId,
    actor: 'server',
    action: `note.${note}`,
    subject: sessionId,
    detail: { caseId: session.caseId, outcome },
    at,
  });
};
