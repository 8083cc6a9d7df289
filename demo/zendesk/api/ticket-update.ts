import * as v from 'valibot';

/**
 * What may be updated. Stricter than Zendesk, which ignores what it doesn't know.
 * https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#update-ticket
 */
export const TicketUpdate = v.strictObject({
  ticket: v.pipe(
    v.strictObject({
      comment: v.optional(
        v.pipe(
          v.strictObject({
            body: v.optional(v.pipe(v.string(), v.maxLength(65_536))),
            html_body: v.optional(v.pipe(v.string(), v.maxLength(65_536))),
            /** Zendesk's own default is a public comment. */
            public: v.optional(v.boolean(), true),
            author_id: v.optional(v.number()),
            /** Tokens of uploads. */
            uploads: v.optional(v.array(v.string())),
          }),
          v.check(({ body, html_body }) => Boolean((body ?? html_body)?.trim()), 'Comment: cannot be blank'),
        ),
      ),
      status: v.optional(v.picklist(['open', 'pending', 'solved'])),
      custom_fields: v.optional(v.array(v.strictObject({ id: v.number(), value: v.nullable(v.string()) }))),
      safe_update: v.optional(v.boolean(), false),
      updated_stamp: v.optional(v.string()),
    }),
    v.check(
      ({ safe_update, updated_stamp }) => !safe_update || updated_stamp !== undefined,
      'safe_update needs an updated_stamp',
    ),
  ),
});
export type TicketUpdate = v.InferOutput<typeof TicketUpdate>;
