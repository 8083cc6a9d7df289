import * as v from 'valibot';
import { recordId } from './record-id.ts';

const RecordId = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const id = recordId(dataset.value);
    if (id !== null) return id;
    addIssue({ message: 'Not a record id' });
    return NEVER;
  }),
);

/**
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm: no `expires_in`, and `issued_at` is
 * milliseconds as text.
 */
export const TokenAnswer = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.nullish(v.string(), null),
  instance_url: v.string(),
  id: v.string(),
  issued_at: v.string(),
  /** Base64 of HMAC-SHA-256(client secret, id + issued_at). */
  signature: v.string(),
});

/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm */
export const Identity = v.object({
  user_id: RecordId,
  organization_id: RecordId,
  display_name: v.string(),
  email: v.nullable(v.string()),
  active: v.boolean(),
  /** Only names that are true; absent without any. */
  custom_permissions: v.nullish(v.record(v.string(), v.boolean()), {}),
});

export const CaseRows = v.object({
  records: v.array(
    v.object({
      Id: RecordId,
      CaseNumber: v.string(),
      Subject: v.nullable(v.string()),
      IsClosed: v.boolean(),
    }),
  ),
});

export const CommentRows = v.object({
  records: v.array(v.object({ CommentBody: v.nullable(v.string()) })),
});

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_create.htm */
export const Created = v.object({ id: RecordId, success: v.literal(true) });
