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
  user_fields: v.nullish(v.record(v.string(), v.unknown()), {}),
});

/** As `Self`, of anybody. https://developer.zendesk.com/api-reference/ticketing/users/users/#show-user */
export const Person = v.object({ ...Self.entries, id: Id });
export type Person = v.InferOutput<typeof Person>;

/** https://developer.zendesk.com/api-reference/ticketing/users/users/#show-user */
export const User = v.object({
  id: Id,
  name: v.string(),
  email: v.nullish(v.string(), null),
  locale: v.nullish(v.string(), null),
  iana_time_zone: v.nullish(v.string(), null),
});

/** https://developer.zendesk.com/api-reference/ticketing/groups/group_memberships/#list-memberships */
export const Memberships = v.array(v.object({ user_id: Id, group_id: Id }));

/** https://developer.zendesk.com/api-reference/ticketing/groups/groups/#list-groups */
export const Groups = v.array(v.object({ id: Id, name: v.string() }));

/** https://developer.zendesk.com/api-reference/ticketing/account-configuration/custom_roles/#list-custom-roles */
export const CustomRoles = v.array(v.object({ id: Id, name: v.string() }));

/** https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket */
export const Ticket = v.object({
  id: Id,
  subject: v.nullable(v.string()),
  status: v.string(),
  updated_at: v.string(),
  requester_id: v.nullish(Id, null),
  brand_id: v.nullish(Id, null),
  tags: v.nullish(v.array(v.string()), []),
  custom_fields: v.nullish(v.array(v.object({ id: Id, value: v.unknown() })), []),
});
export type Ticket = v.InferOutput<typeof Ticket>;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#json-format */
const Attachment = v.object({
  id: Id,
  content_url: v.string(),
  file_name: v.string(),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  deleted: v.nullish(v.boolean(), false),
});
export type Attachment = v.InferOutput<typeof Attachment>;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#list-comments */
export const Comments = v.array(
  v.object({
    /** Only what is redacted needs it. */
    id: v.nullish(Id, null),
    plain_body: v.string(),
    html_body: v.nullish(v.string(), ''),
    public: v.boolean(),
    attachments: v.nullish(v.array(Attachment), []),
  }),
);
export type Comments = v.InferOutput<typeof Comments>;

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#show-attachment */
export const Shown = v.object({ attachment: Attachment });

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#upload-files */
export const Uploaded = v.object({
  upload: v.object({
    token: v.pipe(v.string(), v.minLength(1)),
    attachment: v.object({ id: Id, content_url: v.string(), size: v.number() }),
  }),
});

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#list-ticket-fields */
export const TicketFields = v.array(
  v.object({ id: Id, title: v.string(), type: v.string(), active: v.boolean() }),
);

/** https://developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/#custom-object-record-upsert-by-external-id-or-name */
export const ObjectRecord = v.object({ custom_object_record: v.object({ external_id: v.string() }) });

/** https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_tokens/#show-token */
export const OwnToken = v.object({ token: v.object({ id: Id }) });
