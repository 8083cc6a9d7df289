import * as v from 'valibot';
import { GrantSource } from '../grant-source.ts';
import { AgentRole, Permission } from '../permission.ts';

export const AgentId = v.pipe(v.string(), v.regex(/^agt_[A-Za-z0-9_-]{22}$/));
export const AccessRequestId = v.pipe(v.string(), v.regex(/^req_[A-Za-z0-9_-]{22}$/));

/** Somebody who has signed in. Times are epoch milliseconds. */
export const PersonView = v.strictObject({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  crmUserId: v.string(),
  roles: v.array(AgentRole),
  /** Roles that rules give, and that don't count: this person is not in the pilot group. */
  withheld: v.array(AgentRole),
  checkedAt: v.number(),
  /** Since when the CRM says that the account is switched off. */
  inactiveAt: v.nullable(v.number()),
});
export type PersonView = v.InferOutput<typeof PersonView>;

/** GET /api/people, in order of names; `pilot` names the group, while only its members may start. */
export const People = v.strictObject({ people: v.array(PersonView), pilot: v.nullable(v.string()) });
export type People = v.InferOutput<typeof People>;

/** How the server came to know of a grant: the console's signed word, the person's own sign-in, or the tenant's integration user. */
export const GrantVia = v.picklist(['assertion', 'oauth', 'integration']);
export type GrantVia = v.InferOutput<typeof GrantVia>;

/** One rule that gives a role, through one grant. `rule` counts from 1. For the person's own id, `read` is null: nothing had to be read. */
export const RoleReason = v.strictObject({
  role: AgentRole,
  rule: v.number(),
  grant: v.strictObject({ source: GrantSource, id: v.string(), name: v.string() }),
  read: v.nullable(v.strictObject({ asOf: v.number(), via: GrantVia })),
});
export type RoleReason = v.InferOutput<typeof RoleReason>;

/** GET /api/people/:id/reasons: why this person may do what. */
export const Reasons = v.strictObject({
  person: PersonView,
  reasons: v.array(RoleReason),
  /** What the roles that count allow, each once, with the roles that allow it. */
  permissions: v.array(v.strictObject({ permission: Permission, roles: v.array(AgentRole) })),
});
export type Reasons = v.InferOutput<typeof Reasons>;

/** What somebody without a role sees of their request. */
export const AccessRequestState = v.variant('state', [
  v.strictObject({ state: v.literal('open'), askedAt: v.number() }),
  v.strictObject({
    state: v.literal('declined'),
    askedAt: v.number(),
    decidedAt: v.number(),
    reason: v.string(),
  }),
]);
export type AccessRequestState = v.InferOutput<typeof AccessRequestState>;

/** GET /api/access-requests: those that wait, the longest waiting first. */
export const AccessRequests = v.strictObject({
  requests: v.array(v.strictObject({ id: v.string(), askedAt: v.number(), person: PersonView })),
});
export type AccessRequests = v.InferOutput<typeof AccessRequests>;

/** POST /api/access-requests/:id/decisions. The person who asked sees the reason. */
export const DecideAccess = v.variant('decision', [
  v.strictObject({ decision: v.literal('approved'), role: AgentRole }),
  v.strictObject({
    decision: v.literal('declined'),
    reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
  }),
]);
export type DecideAccess = v.InferOutput<typeof DecideAccess>;
