import * as v from 'valibot';

const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/ */
export const TokenAnswer = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.nullish(v.string(), null),
  token_type: v.pipe(v.string(), v.regex(/^bearer$/i)),
  /** Seconds. */
  expires_in: v.nullish(v.pipe(v.number(), v.minValue(1)), null),
});

/**
 * https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self. It answers people who are not signed in as well:
 * then `id` is null.
 */
export const Self = v.object({
  id: v.nullable(Id),
  url: v.string(),
  name: v.string(),
  email: v.nullable(v.string()),
  role: v.picklist(['end-user', 'agent', 'admin']),
  custom_role_id: v.nullish(Id, null),
  active: v.nullable(v.boolean()),
  suspended: v.boolean(),
});

/** https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/#list-memberships */
export const Memberships = v.array(v.object({ user_id: Id, group_id: Id }));

/** https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket */
export const Ticket = v.object({
  id: Id,
  subject: v.nullable(v.string()),
  status: v.string(),
  updated_at: v.string(),
});

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#list-comments */
export const Comments = v.array(v.object({ plain_body: v.string(), public: v.boolean() }));

/** https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#show-token */
export const OwnToken = v.object({ token: v.object({ id: Id }) });
