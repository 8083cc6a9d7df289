import * as v from 'valibot';
import { Secret256, TenantId } from '../identifier.ts';
import { ProblemBody } from '../problem.ts';
import { SignInStarted } from './authentication.ts';
import { Connection } from './connection.ts';

/** POST /api/invitations/:id/views and /acceptances. The secret is in the fragment of the invitation's address. */
export const InvitationSecret = v.strictObject({ secret: Secret256 });
export type InvitationSecret = v.InferOutput<typeof InvitationSecret>;

/** What the operator knew of the CRM. */
export const Suggestion = v.strictObject({
  kind: v.picklist(['zendesk', 'salesforce', 'jwt']),
  base: v.nullable(v.string()),
});

/** Answer to a view: what is to be set up, and what the CRM's OAuth client needs to be told. Looking uses nothing up. */
export const InvitationView = v.strictObject({
  tenantId: TenantId,
  tenantName: v.string(),
  suggestion: v.nullable(Suggestion),
  callbackUrl: v.string(),
  expiresAt: v.number(),
});
export type InvitationView = v.InferOutput<typeof InvitationView>;

/** POST /api/invitations/:id/connections: how the CRM is reached, and where sessions take place. May be done again until somebody is the admin. */
export const ConnectTenant = v.strictObject({
  secret: Secret256,
  tenantName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  connection: Connection,
  /** The address of the website where sessions take place. */
  siteUrl: v.pipe(v.string(), v.trim(), v.url(), v.maxLength(500)),
  /** For a console that signs: whom it calls what. Null for CRMs, where signing in shows who it is. */
  firstAdmin: v.nullable(
    v.strictObject({
      subject: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255)),
      name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    }),
  ),
});
export type ConnectTenant = v.InferOutput<typeof ConnectTenant>;

/** Its answer: the CRM asks who it is, or (a console that signs) it is done, and the panel knows its admin. */
export const TenantConnected = v.variant('next', [
  v.strictObject({ next: v.literal('sign-in'), signIn: SignInStarted }),
  v.strictObject({ next: v.literal('panel'), panelUrl: v.string() }),
]);
export type TenantConnected = v.InferOutput<typeof TenantConnected>;

/** POST /api/invitations/:id/acceptances: whether somebody has signed in, who is then the first admin. */
export const Acceptance = v.variant('state', [
  v.strictObject({ state: v.literal('pending') }),
  v.strictObject({ state: v.literal('failed'), problem: ProblemBody }),
  v.strictObject({ state: v.literal('accepted'), adminUrl: v.string() }),
]);
export type Acceptance = v.InferOutput<typeof Acceptance>;
