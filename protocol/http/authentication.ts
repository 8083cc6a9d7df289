import * as v from 'valibot';
import { PublicPoint, Secret256, TenantId } from '../identifier.ts';
import { AgentRole, Permission } from '../permission.ts';
import { ProblemBody } from '../problem.ts';
import { AccessRequestState } from './admin-people.ts';

/**
 * POST /api/auth/transactions: a panel is about to sign somebody in. The bearer that comes of it works only with proofs (RFC 9449) made
 * by this key, which the panel can't export.
 */
export const StartSignIn = v.strictObject({ tenantId: TenantId, publicKey: PublicPoint });
export type StartSignIn = v.InferOutput<typeof StartSignIn>;

/** Its answer. `pollSecret` stays in the panel; `userCode` (4 characters) is shown to compare with the popup's. */
export const SignInStarted = v.strictObject({
  id: v.string(),
  startUrl: v.string(),
  pollSecret: Secret256,
  userCode: v.string(),
  expiresAt: v.number(),
});
export type SignInStarted = v.InferOutput<typeof SignInStarted>;

/** POST /auth/transactions/:id/proofs, from the popup: base64url(SHA-256("handrail/1 sign-in proof" | pollSecret bytes)), told by our own frame in the opener. */
export const SignInProof = v.strictObject({ proof: Secret256 });
export type SignInProof = v.InferOutput<typeof SignInProof>;

/** Answer to a proof and to POST /auth/transactions/:id/confirmations (the codes match): where the popup goes next. */
export const SignInNext = v.strictObject({ next: v.string() });
export type SignInNext = v.InferOutput<typeof SignInNext>;

/**
 * GET /auth/transactions/:id: what the popup shows before anything else. No code is compared when the panel knows who is there: any other
 * account is refused.
 */
export const SignInView = v.strictObject({
  userCode: v.string(),
  comparesCode: v.boolean(),
  crm: v.picklist(['zendesk', 'salesforce']),
  tenantName: v.string(),
});
export type SignInView = v.InferOutput<typeof SignInView>;

/** GET /auth/transactions/:id/outcome, with the popup's cookie: how it went, for the popup's last page. */
export const SignInOutcome = v.variant('status', [
  v.strictObject({ status: v.literal('signed-in'), name: v.string() }),
  v.strictObject({ status: v.literal('failed'), problem: ProblemBody }),
]);
export type SignInOutcome = v.InferOutput<typeof SignInOutcome>;

/**
 * Whether Handrail may use the CRM's API in this person's name: `needed` when they have not said yes yet, `revoked` when the CRM has
 * ended it. Nothing starts in these two. `not_needed` where there is no such API.
 */
export const Connection = v.picklist(['connected', 'needed', 'revoked', 'not_needed']);
export type Connection = v.InferOutput<typeof Connection>;

/** A signed-in person, as the panel shows them. `missingRole` is set when no rule gives them a role that may start sessions. */
export const AgentView = v.strictObject({
  id: v.string(),
  name: v.string(),
  /** The CRM's id of somebody of whom nothing else is known so far: `name` is made of it. Null: `name` is theirs. */
  onlyId: v.nullable(v.string()),
  roles: v.array(AgentRole),
  permissions: v.array(Permission),
  missingRole: v.nullable(v.strictObject({ role: AgentRole, givenBy: v.array(v.string()) })),
  /** The name of the group that has Handrail for now, when somebody's role doesn't count because they are not in it. */
  outsidePilot: v.nullable(v.string()),
  /** What became of asking for a role; null: they have not asked, or it was approved. */
  accessRequest: v.nullable(AccessRequestState),
  connection: Connection,
});
export type AgentView = v.InferOutput<typeof AgentView>;

/**
 * `Authorization: DPoP <token>`, with a proof of the panel's key in the header `DPoP` (RFC 9449). Good until `expiresAt` (epoch ms). POST
 * /api/auth/renewals answers with the next one.
 */
export const AgentToken = v.strictObject({ token: Secret256, expiresAt: v.number(), agent: AgentView });
export type AgentToken = v.InferOutput<typeof AgentToken>;

/** A panel's nonce, 128 random bits or more: an assertion that repeats it was made for this panel and none before. */
const AssertionNonce = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/));

/** What a console has signed about who is before the panel: the code out of a page that came for a signed request, or a JWT. */
const IdentityProof = v.variant('by', [
  v.strictObject({ by: v.literal('bootstrap'), code: Secret256 }),
  v.strictObject({
    by: v.literal('assertion'),
    /** RFC 7519, compact. */
    assertion: v.pipe(v.string(), v.maxLength(8192)),
    nonce: AssertionNonce,
  }),
]);

export type IdentityProof = v.InferOutput<typeof IdentityProof>;

/** POST /api/auth/assertions, answered with an `AgentToken` that works only with proofs made by this key. */
export const ExchangeAssertion = v.strictObject({
  tenantId: TenantId,
  publicKey: PublicPoint,
  proof: IdentityProof,
});
export type ExchangeAssertion = v.InferOutput<typeof ExchangeAssertion>;

/** GET /api/auth/transactions/:id with `Authorization: Bearer <pollSecret>`. `signed-in` is told once. */
export const SignInState = v.variant('status', [
  v.strictObject({ status: v.literal('pending') }),
  v.strictObject({ status: v.literal('signed-in'), ...AgentToken.entries }),
  v.strictObject({ status: v.literal('failed'), problem: ProblemBody }),
]);
export type SignInState = v.InferOutput<typeof SignInState>;

/** The message that the popup posts to our frames in its opener, and their answer. Both only ever to Handrail's own origin. */
export const ProofRequested = v.strictObject({
  type: v.literal('handrail.sign-in.proof.requested'),
  transactionId: v.string(),
});
export const ProofAnswered = v.strictObject({
  type: v.literal('handrail.sign-in.proof.answered'),
  transactionId: v.string(),
  proof: Secret256,
});
export type ProofAnswered = v.InferOutput<typeof ProofAnswered>;

/** The bytes whose SHA-256 is the proof: `handrail/1 sign-in proof|` in UTF-8, then the poll secret's own 32 bytes. */
export const signInProofInput = (pollSecret: Uint8Array): Uint8Array<ArrayBuffer> => {
  const label = new TextEncoder().encode('handrail/1 sign-in proof|');
  const input = new Uint8Array(label.length + pollSecret.length);
  input.set(label);
  input.set(pollSecret, label.length);
  return input;
};
