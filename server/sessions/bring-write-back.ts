import * as v from 'valibot';
import type { WriteBackPart } from '../../protocol/http/write-back.ts';
import { record } from '../audit/audit-log.ts';
import type { Crm, CrmOf } from '../crm/crm.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import type { Job, JobCompletion, JobHandler } from '../jobs/job.ts';
import { composeNote, composeOutcome, noteMarker, outcomeMarker } from './compose-note.ts';
import { composeRecord } from './compose-record.ts';
import { listArtifactsOf } from './list-artifacts-of.ts';
import { findSession } from './session-store.ts';
import { isWorthWaiting, putOff } from './wait-for-recordings.ts';
import { jobKindOf, type WriteBack, writeBackParts } from './write-back.ts';
import {
  changePart,
  changeWriteBack,
  findWriteBack,
  type KeptState,
  movePart,
  type OfTenant,
  partJobOf,
  partStateOf,
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
  /** Handrail's own, where what is kept of a session is opened. */
  readonly origin: string;
  readonly now: () => number;
}

/** How one part gets to the CRM, and what became of it. */
type Bring = (crm: Crm, about: About) => Promise<Brought>;

interface About {
  readonly sessionId: string;
  readonly caseId: string;
  readonly writeBack: WriteBack | null;
  readonly text: string | undefined;
  /** How it went was said after the note had set out: it goes by itself. */
  readonly isOutcomeApart: boolean;
  /** So that it can be brought up to date. */
  readonly isRecordThere: boolean;
}

interface Brought {
  readonly state: Exclude<KeptState, 'pending' | 'failed'>;
  readonly outcome: string;
}

/** What happened on no case stays in our own session log. */
const nowhere: Brought = { state: 'unsupported', outcome: 'unsupported' };

/** The CRM looks first whether it is there, so a try that died half-way leaves no second note. */
const bringNote: Bring = async (crm, { sessionId, caseId, writeBack, text, isOutcomeApart }) => {
  const word = isOutcomeApart ? nothingSaid : writeBack;
  const composed = writeBack && word ? composeNote(sessionId, writeBack.summary, word) : text;
  if (composed === undefined) throw new Error(`Session ${sessionId} has no summary.`);
  const record = writeBack ? composeRecord(sessionId, writeBack.summary, writeBack) : undefined;
  const marker = writeBack ? noteMarker(sessionId, writeBack.summary) : sessionId;
  const outcome = await crm.addNoteOnce(caseId, { text: composed, marker, record });
  return { state: outcome === 'unsupported' ? outcome : 'written', outcome };
};

/** One record for each session's id: a second try writes the same again. */
const bringRecord: Bring = async (crm, { sessionId, caseId, writeBack }) => {
  if (!writeBack) throw new Error(`Session ${sessionId} has no summary.`);
  const outcome = await crm.putSessionRecord(caseId, composeRecord(sessionId, writeBack.summary, writeBack));
  return { state: outcome, outcome };
};

/** What the record says by now, and a second note, found again by a marker of its own. */
const bringOutcome: Bring = async (crm, { sessionId, caseId, writeBack, isRecordThere }) => {
  if (!writeBack) throw new Error(`Session ${sessionId} has no summary.`);
  // Where there is none, its own next try will say it.
  if (isRecordThere)
    await crm.putSessionRecord(caseId, composeRecord(sessionId, writeBack.summary, writeBack));
  const note = {
    text: composeOutcome(sessionId, writeBack.summary, writeBack),
    marker: outcomeMarker(noteMarker(sessionId, writeBack.summary)),
  };
  const outcome = await crm.addNoteOnce(caseId, note);
  return { state: outcome === 'unsupported' ? outcome : 'written', outcome };
};

const nothingSaid = { outcome: null, comment: null } as const;

/** The jobs that bring a summary to the CRM, as the session's agent, part by part. */
export const writeBackHandlers = (needs: BringNeeds) =>
  ({
    [jobKindOf.note]: bringing(needs, 'note', bringNote),
    [jobKindOf.record]: bringing(needs, 'record', bringRecord),
    [jobKindOf.outcome]: bringing(needs, 'outcome', bringOutcome),
  }) as const satisfies Readonly<Record<string, JobHandler>>;

const bringing =
  ({ db, inTransaction, crmOf, origin, now }: BringNeeds, part: WriteBackPart, bring: Bring) =>
  async (job: Job): Promise<JobCompletion> => {
    const { tenantId, id: jobId } = job;
    const { sessionId, agentId, text } = v.parse(Payload, job.payload);
    const waiting = await findWriteBack(db, { tenantId, sessionId });
    if (waiting && part !== 'outcome' && (await isWorthWaiting(db, waiting, now())))
      return (trx) => putOff(trx, job, { tenantId, sessionId, part, now: now() });
    const writeBack = await setOut({ db, inTransaction, origin, now }, { tenantId, sessionId, part });
    const session = await findSession(db, sessionId);
    if (session?.tenantId !== tenantId) throw new Error(`Session ${sessionId} is gone.`);
    // It goes on after all: this job was taken back while a worker had it in hand.
    if (session.state.name !== 'ended') return async () => undefined;
    const { caseId } = session;
    const isOutcomeApart = (await partStateOf(db, { tenantId, sessionId, part: 'outcome' })) !== null;
    const isRecordThere = (await partStateOf(db, { tenantId, sessionId, part: 'record' })) === 'written';
    const about = { sessionId, writeBack, text, isOutcomeApart, isRecordThere };
    // Merged cases are the CRM's to follow: it looks on both for what a try before this one left.
    const { state, outcome } =
      caseId === null ? nowhere : await bring(await crmOf({ tenantId, agentId }), { ...about, caseId });
    const detail = { ...(caseId === null ? {} : { caseId }), outcome };
    return (trx) => settle(trx, { tenantId, sessionId, part, jobId, state, detail, at: now() });
  };

/** From here on the note is as it is, and what is said later is added; what is being added is as it is, too. */
const setOut = async (
  { db, inTransaction, origin, now }: Omit<BringNeeds, 'crmOf'>,
  { part, ...of }: OfTenant & { readonly part: WriteBackPart },
): Promise<WriteBack | null> => {
  const found = await inTransaction(async (trx) => {
    const seen = await findWriteBack(trx, of);
    if (!seen) return null;
    if (part === 'outcome') await changeWriteBack(trx, of, { outcomeUntil: null });
    else if (seen.setOutAt === null) await changeWriteBack(trx, of, { setOutAt: now() });
    return seen;
  });
  if (!found) return null;
  const artifacts = [...(await listArtifactsOf(db, of, origin))];
  return { ...found, summary: { ...found.summary, artifacts } };
};

/** A part can't be brought, now or ever: the panel and the admins are told. */
export const writeBackGivenUp =
  ({ now }: Pick<BringNeeds, 'now'>) =>
  async (trx: Transaction, { id: jobId, kind, tenantId, payload }: Job, problem: string): Promise<void> => {
    const part = writeBackParts.find((one) => jobKindOf[one] === kind);
    if (!part) return;
    const { sessionId } = v.parse(Payload, payload);
    const detail = { outcome: problem };
    await settle(trx, { tenantId, sessionId, part, jobId, state: 'failed', problem, detail, at: now() });
  };

interface Settlement extends OfTenant {
  readonly part: WriteBackPart;
  /** Which job says so. */
  readonly jobId: string;
  readonly state: Exclude<KeptState, 'pending'>;
  /** Why, when it failed. */
  readonly problem?: string;
  readonly detail: { readonly [name: string]: string };
  readonly at: number;
}

const settle = async (trx: Transaction, settlement: Settlement): Promise<void> => {
  const { tenantId, sessionId, part, jobId, state, problem = null, detail, at } = settlement;
  // There has been more to say since: another job brings it.
  if ((await partJobOf(trx, { tenantId, sessionId, part })) !== jobId) return;
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
  if (part === 'record' && (await isToldAll(trx, { tenantId, sessionId })))
    await movePart(trx, { tenantId, sessionId, part: 'outcome' }, at);
  if (await isInCrm(trx, { tenantId, sessionId })) {
    // The agent's words are in the CRM, where they belong.
    await changeWriteBack(trx, { tenantId, sessionId }, { comment: null });
  }
};

/** What is only begun waits until its agent has done. */
const isToldAll = async (trx: Transaction, of: OfTenant): Promise<boolean> =>
  (await findWriteBack(trx, of))?.outcomeUntil === null;

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
