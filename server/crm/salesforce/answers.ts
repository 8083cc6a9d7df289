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

const CaseRow = v.object({
  Id: RecordId,
  CaseNumber: v.string(),
  Subject: v.nullable(v.string()),
  IsClosed: v.boolean(),
  ContactId: v.nullable(RecordId),
  Contact: v.nullable(v.object({ Name: v.nullable(v.string()), Email: v.nullable(v.string()) })),
  SuppliedName: v.nullable(v.string()),
  SuppliedEmail: v.nullable(v.string()),
});
export type CaseRow = v.InferOutput<typeof CaseRow>;

/** A query's answer: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm */
const rows = <S extends v.GenericSchema>(row: S) => v.object({ records: v.array(row) });

export const CaseRows = rows(CaseRow);
/** Of the one field that was asked for. */
export const BrandRows = rows(v.record(v.string(), v.unknown()));
export const MergedRows = rows(v.object({ Id: RecordId, MasterRecordId: v.nullable(RecordId) }));
export const CustomerUserRows = rows(v.object({ LanguageLocaleKey: v.string(), TimeZoneSidKey: v.string() }));
export const CommentRows = rows(v.object({ CommentBody: v.nullable(v.string()) }));
export const VersionRows = rows(v.object({ ContentDocumentId: RecordId }));
export const ContentRows = rows(
  v.object({ Id: RecordId, ContentSize: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
);
export const DocumentRows = rows(v.object({ Id: RecordId }));
export const DocumentLinkRows = rows(
  v.object({
    Id: RecordId,
    ContentDocumentId: RecordId,
    Visibility: v.string(),
    ContentDocument: v.object({ Description: v.nullable(v.string()) }),
  }),
);
export const AssignmentRows = rows(
  v.object({
    PermissionSetId: RecordId,
    PermissionSet: v.object({ Name: v.string(), IsOwnedByProfile: v.boolean() }),
    PermissionSetGroupId: v.nullable(RecordId),
    PermissionSetGroup: v.nullable(v.object({ DeveloperName: v.string() })),
  }),
);
export const MembershipRows = rows(
  v.object({
    GroupId: RecordId,
    Group: v.object({ DeveloperName: v.nullable(v.string()), Type: v.string() }),
  }),
);
/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupentityaccess.htm */
export const AccessRows = rows(v.object({ SetupEntityId: RecordId }));
/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_custompermission.htm */
export const CustomPermissionRows = rows(v.object({ DeveloperName: v.string() }));
/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm */
export const PersonRows = rows(
  v.object({ Id: RecordId, Name: v.string(), Email: v.nullable(v.string()), IsActive: v.boolean() }),
);
export const ProfileRows = rows(v.object({ ProfileId: RecordId, Profile: v.object({ Name: v.string() }) }));

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_create.htm */
export const Created = v.object({ id: RecordId, success: v.literal(true) });
