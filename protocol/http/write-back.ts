import * as v from 'valibot';
import { SessionId } from '../identifier.ts';
import { ProblemCode } from '../problem.ts';

/** How it went, in the agent's own judgment. */
export const Outcome = v.picklist(['solved', 'not_solved', 'follow_up']);
export type Outcome = v.InferOutput<typeof Outcome>;

/** One sentence: no line breaks, no other control characters. */
const Sentence = v.pipe(v.string(), v.maxLength(500), v.regex(/^\P{Cc}*$/u));

/**
 * POST /api/sessions/:id/outcomes, with the panel's bearer or the live view's: what the agent adds to the summary. `finished` sends it at
 * once; without, it is kept, and goes five minutes after the session's end as it is then. What comes when the note is on its way is
 * added by a note of its own.
 */
export const TellOutcome = v.strictObject({
  outcome: v.nullable(Outcome),
  comment: Sentence,
  finished: v.boolean(),
});
export type TellOutcome = v.InferOutput<typeof TellOutcome>;

/** Where one part of the summary is on its way to the CRM. Times are epoch milliseconds. */
const PartState = v.variant('name', [
  v.strictObject({ name: v.literal('pending') }),
  v.strictObject({ name: v.literal('retrying'), at: v.number(), problem: ProblemCode }),
  v.strictObject({ name: v.literal('written') }),
  /** This CRM has no place for it. */
  v.strictObject({ name: v.literal('unsupported') }),
  /** For good, unless somebody asks for another try. */
  v.strictObject({ name: v.literal('failed'), problem: ProblemCode }),
]);
export type PartState = v.InferOutput<typeof PartState>;

/** The note on the case, the record to report on, and the outcome that was said when these were on their way. */
export const WriteBackPart = v.picklist(['note', 'record', 'outcome']);
export type WriteBackPart = v.InferOutput<typeof WriteBackPart>;

/** How far the summary of an ended session is: GET /api/sessions/:id/write-back, with the panel’s bearer or the live view’s. */
export const WriteBackView = v.strictObject({
  /** Until when an outcome can be added; null: no more. */
  outcomeUntil: v.nullable(v.number()),
  outcome: v.nullable(Outcome),
  parts: v.array(v.strictObject({ part: WriteBackPart, state: PartState })),
});
export type WriteBackView = v.InferOutput<typeof WriteBackView>;

/** One session whose summary is not where it belongs. */
export const StuckWriteBack = v.strictObject({
  sessionId: SessionId,
  caseId: v.nullable(v.string()),
  caseNumber: v.nullable(v.string()),
  agentName: v.string(),
  endedAt: v.number(),
  parts: WriteBackView.entries.parts,
});
export type StuckWriteBack = v.InferOutput<typeof StuckWriteBack>;

/** GET /api/write-backs, with `settings.manage`: what failed, waits for another try, or is on its way; newest first, at most a hundred. */
export const StuckWriteBacks = v.strictObject({ writeBacks: v.array(StuckWriteBack) });
export type StuckWriteBacks = v.InferOutput<typeof StuckWriteBacks>;
