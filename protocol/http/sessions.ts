import * as v from 'valibot';
import { Grant } from '../capability.ts';
import { endedBy, endReasons } from '../ending.ts';
import { CaseId, JoinCode, PublicPoint, Secret256, SessionId, TenantId } from '../identifier.ts';
import { WriteBackView } from './write-back.ts';

/**
 * POST /api/sessions: the panel made the join key; only SHA-256 of its proof comes here. `caseId` is left out where a console without a CRM
 * has no case open.
 */
export const StartSession = v.strictObject({ caseId: v.optional(CaseId), proofHash: Secret256 });
export type StartSession = v.InferOutput<typeof StartSession>;

/**
 * POST /api/console-sessions, from a console's own automation (a Salesforce flow): the link's key was made there, and the assertion's
 * nonce is `proofHash`.
 */
export const StartConsoleSession = v.strictObject({
  tenantId: TenantId,
  assertion: v.pipe(v.string(), v.maxLength(8192)),
  proofHash: Secret256,
});

/** Answer to POST /api/console-sessions, 201. */
const ConsoleSessionStarted = v.strictObject({ sessionId: SessionId });
export type ConsoleSessionStarted = v.InferOutput<typeof ConsoleSessionStarted>;

/** A nine-digit code for the phone, good once until `expiresAt`. */
export const JoinCodeView = v.strictObject({ code: JoinCode, expiresAt: v.number() });
export type JoinCodeView = v.InferOutput<typeof JoinCodeView>;

/** Somebody sees the customer's page, or could. */
export const ActiveState = v.strictObject({
  name: v.literal('active'),
  joinedAt: v.number(),
  activeAt: v.number(),
  by: v.picklist(['link', 'code']),
});

/** Where a session is in its life. Times are epoch milliseconds. */
export const SessionState = v.variant('name', [
  v.strictObject({ name: v.literal('invited'), expiresAt: v.number() }),
  v.strictObject({ name: v.literal('waiting'), expiresAt: v.number() }),
  /** The visitor chose *Not now* on the join page. The invitation stays good. */
  v.strictObject({ name: v.literal('declined'), expiresAt: v.number() }),
  v.strictObject({ name: v.literal('joined'), joinedAt: v.number(), by: v.picklist(['link', 'code']) }),
  ActiveState,
  v.strictObject({
    name: v.literal('ended'),
    endedAt: v.number(),
    by: v.picklist(endedBy),
    reason: v.picklist(endReasons),
    /** From `active` to the end; null when the session never became active. */
    durationMs: v.nullable(v.number()),
  }),
]);
export type SessionState = v.InferOutput<typeof SessionState>;

/** A session as its agent sees it: GET /api/sessions/:id. */
export const SessionView = v.strictObject({
  id: SessionId,
  /** Both null: it is on no case. */
  caseId: v.nullable(v.string()),
  caseNumber: v.nullable(v.string()),
  createdAt: v.number(),
  state: SessionState,
  grants: v.array(Grant),
  visitorPresent: v.boolean(),
  agentPresent: v.boolean(),
  /** Whether what happened is on the case already: null while the session goes on, and where there is nothing to write on. */
  note: v.nullable(v.picklist(['pending', 'written', 'failed'])),
  /** The whole summary on its way to the CRM; null while the session goes on, and for ever if nobody came. */
  writeBack: v.nullable(WriteBackView),
});
export type SessionView = v.InferOutput<typeof SessionView>;

/** A session among others: whose it is, and whom it helps (null when the CRM didn't say). */
export const ListedSession = v.strictObject({
  ...SessionView.entries,
  agent: v.strictObject({ id: v.string(), name: v.string() }),
  requester: v.nullable(v.strictObject({ id: v.string(), name: v.string() })),
});
export type ListedSession = v.InferOutput<typeof ListedSession>;

/**
 * GET /api/sessions: the caller's own, and the whole team's with `sessions.join`; newest first, at most a hundred. `caseId` and
 * `requester` (ids of the CRM) narrow it, `case=none` to the caller's own that are on no case, `state=live` to those that have not ended.
 */
export const SessionList = v.strictObject({ sessions: v.array(ListedSession) });
export type SessionList = v.InferOutput<typeof SessionList>;

/** Answer to POST /api/sessions, 201. */
export const SessionStarted = v.strictObject({
  session: SessionView,
  joinCode: JoinCodeView,
  /** For the words that go with the link: in whose name, and in which language (BCP 47; null: nobody knows). */
  invitation: v.strictObject({ brandName: v.string(), language: v.nullable(v.string()) }),
});
export type SessionStarted = v.InferOutput<typeof SessionStarted>;

/** Answer to POST /api/sessions/:id/live-codes: good once, for this agent and session, for 60 s. */
export const LiveCode = v.strictObject({ code: Secret256, expiresAt: v.number() });
export type LiveCode = v.InferOutput<typeof LiveCode>;

/** POST /api/sessions/:id/live-tokens, from the live view. The token works only with signatures of this key. */
export const RedeemLiveCode = v.strictObject({ code: Secret256, publicKey: PublicPoint });
export type RedeemLiveCode = v.InferOutput<typeof RedeemLiveCode>;

export const LiveToken = v.strictObject({
  token: Secret256,
  agent: v.strictObject({ id: v.string(), name: v.string() }),
  tenantId: v.string(),
  /** Null: it is on no case. */
  caseNumber: v.nullable(v.string()),
});
export type LiveToken = v.InferOutput<typeof LiveToken>;
