import * as v from 'valibot';
import { ProblemCode } from '../problem.ts';
import { Outcome } from './write-back.ts';

/** A session of before, with the same person. Times are epoch milliseconds. */
export const EarlierSession = v.strictObject({
  id: v.string(),
  startedAt: v.number(),
  agentName: v.string(),
  /** Null when the customer's page never came. */
  durationMs: v.nullable(v.number()),
  outcome: v.nullable(Outcome),
});
export type EarlierSession = v.InferOutput<typeof EarlierSession>;

/** GET /api/sessions/:id/requester, with the panel's bearer or the live view's: who is being helped. Asked of the CRM each time. */
export const RequesterView = v.strictObject({
  /** Null when the case names nobody, or the CRM could not be asked. */
  requester: v.nullable(
    v.strictObject({
      name: v.string(),
      /** BCP 47. */
      language: v.nullable(v.string()),
      /** IANA. */
      timeZone: v.nullable(v.string()),
    }),
  ),
  /** Why the CRM could not be asked. */
  problem: v.nullable(ProblemCode),
  /** Newest first, at most ten. */
  earlier: v.array(EarlierSession),
});
export type RequesterView = v.InferOutput<typeof RequesterView>;
