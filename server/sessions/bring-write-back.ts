import * as v from 'valibot';
import type { WriteBackPart } from '../../protocol/http/write-back.ts';
import { record } from '../audit/audit-log.ts';
import type { Crm, CrmOf } from '../crm/crm.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { Job, JobCompletion, JobHandler } from '../jobs/job.ts';
import { composeNote, noteMarker } from './compose-note.ts';
import { composeRecord } from './compose-record.ts';
import { findSession } from './session-store.ts';
import { jobKindOf, type WriteBack, writeBackParts } from './write-back.ts';
import {
  changePart,
  changeWriteBack,
  findWriteBack,
  type KeptState,
  movePart,
  type OfTenant,
} from './write-back-store.ts';

/** `caseId` and `text` are in jobs of before there were summaries. */
const Payload = v.strictObject({
  sessionId: v.string(),
  agentId: v.string(),
  caseId: v.optional(v.string()),
  text: v.optional(v.string()),
});

interface BringNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly crmOf: CrmOf;
  readonly now: () => number;
}

/** How one part gets to the CRM, and what became of it. */
type Bring = (crm: Crm, about: About) => Promise<Brought>;

interface About {
  readonly sessionId: string;
  readonly caseId: string;
  readonly writeBack: WriteBack | null;
  readonly text: string | undefined;
}

interface Brought {
  readonly state: Exclude<KeptState, 'pending' | 'failed'>;
  readonly outcome: string;
}

/** What happened on no case stays in our own session log. */
const nowhere: Brought = { state: 'unsupported', outcome: 'unsupported' };

/** The CRM looks first whether it is there, so a try that died half-way leaves no second note. */
const bringNote: Bring = async (crm, { sessionId, caseId, writeBack, text }) => {
  const composed = writeBack ? composeNote(sessionId, writeBack.summary, writeBack) : text;
  if (composed === undefined) throw new Error(`Session ${sessionId} has no summary.`);
  const marker = writeBack ? noteMarker(sessionId, writeBack.summary) : sessionId;
  const outcome = await crm.addNoteOnce(caseId, { text: composed, marker });
  return { state: outcome === 'unsupported' ? outcome : 'written', outcome };
};

/** One record for each session's id: a second try writes the same again. */
const bringRecord: Bring = async (crm, { sessionId, caseId, writeBack }) => {
  if (!writeBack) throw new Error(`Session ${sessionId} has no summary.`);
  const outcome = await crm.putSessionRecord(caseId, composeRecord(sessionId, writeBack.summary, writeBack));
  return { state: outcome, outcome };
};

/** The jobs that bring a summary to the CRM, as the session's agent, part by part. */
export const writeBackHandlers = (needs: BringNeeds) =>
  ({
    [jobKindOf.note]: bringing(needs, 'note', bringNote),
    [jobKindOf.record]: bringing(needs, 'record', bringRecord),
  }) as const satisfies Readonly<Record<string, JobHandler>>;

const bringing =
  ({ db, inTransaction, crmOf, now }: BringNeeds, part: WriteBackPart, bring: Bring) =>
  async (job: Job): Promise<JobCompletion> => {
    const { tenantId } = job;
    const { sessionId, agentId, text } = v.parse(Payload, job.payload);
    const session = await findSession(db, sessionId);
    if (session?.tenantId !== tenantId) throw new Error(`Session ${sessionId} is gone.`);
    // It goes on after all: this job was taken back while a worker had it in hand.
    if (session.state.name !== 'ended') return async () => undefined;
    const writeBack = await closeOutcome({ db, inTransaction }, { tenantId, sessionId });
    const { caseId } = session;
    // Merged cases are the CRM's to follow: it looks on both for what a try before this one left.
    const { state, outcome } =
      caseId === null
        ? nowhere
        : await bring(await crmOf({ tenantId, agentId }), { sessionId, caseId, writeBack, text });
    const detail = { ...(caseId === null ? {} : { caseId }), outcome };
    return (trx) => settle(trx, { tenantId, sessionId, part, state, detail, at: now() });
  };

/** From here on the summary is as it is: nothing that is added later could be in all of its parts. */
const closeOutcome = async (
  { db, inTransaction }: Pick<BringNeeds, 'db' | 'inTransaction'>,
  of: OfTenant,
): Promise<WriteBack | null> => {
  const seen = await findWriteBack(db, of);
  if (!seen || seen.outcomeUntil === null) return seen;
  return inTransaction(async (trx) => {
    await changeWriteBack(trx, of, { outcomeUntil: null });
    return findWriteBack(trx, of);
  });
};

/** A part can't be brought, now or ever: the panel and the admins are told. */
export const writeBackGivenUp =
  ({ now }: Pick<BringNeeds, 'now'>) =>
  async (trx: Transaction, { kind, tenantId, payload }: Job, problem: string): Promise<void> => {
    const part = writeBackParts.find((one) => jobKindOf[one] === kind);
    if (!part) return;
    const { sessionId } = v.parse(Payload, payload);
    const detail = { outcome: problem };
    await settle(trx, { tenantId, sessionId, part, state: 'failed', problem, detail, at: now() });
  };

interface Settlement extends OfTenant {
  readonly part: WriteBackPart;
  readonly state: Exclude<KeptState, 'pending'>;
  /** Why, when it failed. */
  readonly problem?: string;
  readonly detail: { readonly [name: string]: string };
  readonly at: number;
}

const settle = async (trx: Transaction, settlement: Settlement): Promise<void> => {
  const { tenantId, sessionId, part, state, problem = null, detail, at } = settlement;
  if (!(await changePart(trx, { tenantId, sessionId, part }, { state, problem }))) return;
  await record(trx, {
    tenantId,
    actor: 'server',
    action: `${part}.${state}`,
    subject: sessionId,
    detail,
    at,
  });
  if (part === 'note') await movePart(trx, { tenantId, sessionId, part: 'record' }, at);
  if (await isInCrm(trx, { tenantId, sessionId })) {
    // The agent's words are in the CRM, where they belong.
    await changeWriteBack(trx, { tenantId, sessionId }, { comment: null });
  }
};

const isInCrm = async (trx: Transaction, { tenantId, sessionId }: OfTenant): Promise<boolean> => {
  const parts = await trx
    .selectFrom('write_back_parts')
    .select(['part', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .execute();
  // Where there is no note, our session log is the only place that has the agent's words.
  return parts.every(
    ({ part, state }) => state === 'written' || (part === 'record' && state === 'unsupported'),
  );
};
