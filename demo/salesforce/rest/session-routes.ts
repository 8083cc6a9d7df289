import { Router } from 'express';
import * as v from 'valibot';
import type { Org } from '../org.ts';
import { readRecordId } from '../record-id.ts';
import { notFound, Refusal } from './refusal.ts';

const text = (most: number) => v.nullable(v.pipe(v.string(), v.maxLength(most)));
const time = v.pipe(v.string(), v.isoTimestamp());

/** The fields of `Handrail_Session__c`, as sfdx-project/ defines them. */
const SessionFields = v.strictObject({
  Case__c: v.pipe(
    v.string(),
    v.check((id) => readRecordId(id)?.startsWith('500') ?? false, 'no case id'),
  ),
  Started__c: time,
  Ended__c: time,
  Agent__c: v.pipe(
    v.string(),
    v.check((id) => readRecordId(id)?.startsWith('005') ?? false, 'no user id'),
  ),
  Agent_Name__c: text(255),
  Duration_Seconds__c: v.nullable(v.number()),
  Features__c: text(255),
  Consent__c: text(4_000),
  Outcome__c: text(255),
  Comment__c: v.optional(text(4_000)),
  Artifacts__c: text(32_768),
  Audit_Root__c: text(128),
});

/** Records of the object that Handrail's package brings; none where the package is not installed. */
export const sessionRoutes = ({ data }: Org): Router => {
  const routes = Router();

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
  routes.patch('/:version/sobjects/Handrail_Session__c/External_Id__c/:externalId', (req, res) => {
    if (!data.hasSessionObject) throw notFound();
    const { externalId } = req.params;
    if (externalId.length > 64)
      throw new Refusal(400, 'STRING_TOO_LONG', 'External Id: data value too large');
    const fields = v.safeParse(SessionFields, req.body);
    if (!fields.success) throw new Refusal(400, 'INVALID_FIELD', v.summarize(fields.issues));
    const { id, created } = data.upsertSession(externalId, fields.output);
    res.status(created ? 201 : 200).json({ id, success: true, errors: [], created });
  });

  return routes;
};
