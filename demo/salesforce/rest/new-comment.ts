import type { CaseRecord } from '../case-record.ts';
import { readRecordId } from '../record-id.ts';
import { Refusal } from './refusal.ts';

interface NewComment {
  readonly record: CaseRecord;
  readonly body: string;
  readonly isPublished: boolean;
}

const mostBytes = 4_000;

/**
 * Reads the body of a POST to CaseComment, with each error as Salesforce tells it.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm
 */
export const readNewComment = (body: unknown, cases: readonly CaseRecord[]): NewComment => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Refusal(
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no entity body.',
    );
  const { ParentId, CommentBody, IsPublished = false, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new Refusal(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type CaseComment`);
  if (ParentId === undefined || ParentId === null)
    throw new Refusal(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [ParentId]', ['ParentId']);

  const id = readRecordId(ParentId);
  if (!id)
    throw new Refusal(400, 'MALFORMED_ID', `Case ID: id value of incorrect type: ${ParentId}`, ['ParentId']);
  const record = cases.find((one) => one.id === id);
  if (!record) throw new Refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (typeof CommentBody !== 'string' || typeof IsPublished !== 'boolean')
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'Cannot deserialize a value of this type');
  if (Buffer.byteLength(CommentBody) > mostBytes)
    throw new Refusal(
      400,
      'STRING_TOO_LONG',
      `Body: data value too large: ${CommentBody.slice(0, 40)}… (max length=${mostBytes})`,
      ['CommentBody'],
    );
  return { record, body: CommentBody, isPublished: IsPublished };
};
