import * as v from 'valibot';
import { Capability } from '../capability.ts';
import { ConsentPolicy } from '../consent-policy.ts';
import { Base64Url, JoinCode, OriginText, Secret256, SessionId } from '../identifier.ts';

/** What lets a visitor in: the proof derived from the link's key, or the ticket that a right code was answered with. */
export const JoinClaim = v.variant('by', [
  v.strictObject({ by: v.literal('link'), proof: Secret256 }),
  v.strictObject({ by: v.literal('code'), ticket: Secret256 }),
]);
export type JoinClaim = v.InferOutput<typeof JoinClaim>;

/** POST /api/join/:sessionId/views: looks, uses nothing up. */
export const ViewJoin = v.strictObject({ claim: JoinClaim });
export type ViewJoin = v.InferOutput<typeof ViewJoin>;

/** Its answer: who asks, for whom, and what for. */
export const JoinView = v.strictObject({
  /** The company, by the name of the case's brand when it has one. */
  tenant: v.strictObject({
    id: v.string(),
    name: v.string(),
    /** On our own server. */
    logoPath: v.nullable(v.pipe(v.string(), v.regex(/^\/logos\//))),
    /** BCP 47, what the company speaks; null: no preference. */
    locale: v.nullable(v.string()),
  }),
  agentName: v.string(),
  /** Null: it is about no case. */
  caseNumber: v.nullable(v.string()),
  /** Where the session takes place: an address on one of the tenant's allowed sites. */
  site: v.strictObject({ name: v.string(), url: v.string() }),
  expiresAt: v.number(),
  /** Recorded from the start, whether it can't go on without, and for how many days that is kept; null: only when the visitor has said yes to it. */
  recording: v.nullable(v.strictObject({ required: v.boolean(), days: v.number() })),
});
export type JoinView = v.InferOutput<typeof JoinView>;

/** POST /api/join/:sessionId/refusals: a person pressed *Not now*. Uses nothing up; answered with 204. */
export const DeclineJoin = v.strictObject({ claim: JoinClaim });
export type DeclineJoin = v.InferOutput<typeof DeclineJoin>;

/**
 * POST /api/join/:sessionId/admissions: a person pressed *Allow viewing*. This uses the link or code up. Should the answer be
 * lost, the same claim with the same `retryKey`, which the page made and tells nobody else, is answered anew for a minute.
 */
export const AdmitVisitor = v.strictObject({
  claim: JoinClaim,
  capabilities: v.array(Capability),
  retryKey: v.optional(Secret256),
});
export type AdmitVisitor = v.InferOutput<typeof AdmitVisitor>;

/** Its answer. The credential becomes bound to the first key that joins the room with it. */
export const VisitorAdmitted = v.strictObject({ credential: Secret256, visitorId: v.string() });
export type VisitorAdmitted = v.InferOutput<typeof VisitorAdmitted>;

/** POST /api/join-codes/openings: nine digits, typed by a person. */
export const OpenJoinCode = v.strictObject({ code: JoinCode });
export type OpenJoinCode = v.InferOutput<typeof OpenJoinCode>;

export const JoinCodeOpened = v.strictObject({
  sessionId: SessionId,
  ticket: Secret256,
  expiresAt: v.number(),
});
export type JoinCodeOpened = v.InferOutput<typeof JoinCodeOpened>;

/** POST /api/sessions/:id/handovers with `Authorization: Bearer <visitor credential>`: a sealed blob for the tenant's site to read once. */
export const LeaveHandover = v.strictObject({ blob: Base64Url, origin: OriginText });
export type LeaveHandover = v.InferOutput<typeof LeaveHandover>;

export const HandoverLeft = v.strictObject({ id: Secret256, expiresAt: v.number() });
export type HandoverLeft = v.InferOutput<typeof HandoverLeft>;

/** POST /api/handovers/:id/openings, by the snippet, with the chosen `Origin`: read once, within 60 s. */
export const HandoverOpened = v.strictObject({ blob: Base64Url });
export type HandoverOpened = v.InferOutput<typeof HandoverOpened>;

/** What the blob holds, sealed under the handover key (AES-256-GCM, 12-byte nonce before the ciphertext, the session id as additional data is not possible before opening, so `sessionId` is inside). */
export const Handover = v.strictObject({
  sessionId: SessionId,
  psk: Secret256,
  credential: Secret256,
  visitorId: v.string(),
  agentName: v.string(),
  tenantId: v.string(),
  tenantName: v.string(),
  capabilities: v.array(Capability),
  /** BCP 47, the language the visitor read the join page in. */
  locale: v.string(),
});
export type Handover = v.InferOutput<typeof Handover>;

/** GET /api/sessions/:id/visitor-settings with `Authorization: Bearer <visitor credential>`, by the snippet: what to hide, what to show, when to ask. */
export const VisitorSettings = v.strictObject({
  /** Selectors that are hidden before anything leaves the browser. */
  maskSelectors: v.array(v.string()),
  /** Selectors of input fields whose typed text may be shown. */
  showInputSelectors: v.array(v.string()),
  consent: ConsentPolicy,
  /** For how long recordings are kept. */
  recordingDays: v.number(),
});
export type VisitorSettings = v.InferOutput<typeof VisitorSettings>;
