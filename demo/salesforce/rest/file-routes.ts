import express, { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { createContentKeeper, type KeptContent } from '../../serving/kept-content.ts';
import type { Document } from '../case-record.ts';
import type { Org } from '../org.ts';
import { readRecordId } from '../record-id.ts';
import { personOf } from './authenticate.ts';
import { seenBy } from './content-objects.ts';
import { readMultipart } from './read-multipart.ts';
import { notFound, Refusal } from './refusal.ts';

const Version = v.strictObject({
  Title: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  PathOnClient: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  Description: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  FirstPublishLocationId: v.optional(v.string()),
  ContentLocation: v.optional(v.literal('S')),
});
const VersionWithData = v.strictObject({ ...Version.entries, VersionData: v.string() });
const LinkChange = v.strictObject({
  Visibility: v.optional(v.picklist(['AllUsers', 'InternalUsers'])),
  ShareType: v.optional(v.picklist(['V', 'C', 'I'])),
});

/** Without multipart, the file is base64 inside JSON: 37.5 MB of it are 50 MB of text. */
const longestJson = 50 * 1024 * 1024;

/** Files of cases. */
export const fileRoutes = ({ data }: Org): Router => {
  const routes = Router();

  const store = (res: Response, version: v.InferOutput<typeof Version>, file: KeptContent) => {
    // https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#statuscode
    if (data.isFull) throw new Refusal(400, 'STORAGE_LIMIT_EXCEEDED', 'storage limit exceeded', []);
    const caseId = readRecordId(version.FirstPublishLocationId);
    const isSeen = data.casesFor(personOf(res)).some(({ id }) => id === caseId);
    if (version.FirstPublishLocationId !== undefined && !isSeen) {
      throw new Refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
    }
    const { Title: title, Description: description = null } = version;
    const ownerId = personOf(res).id;
    const { versionId } = data.addDocument({ title, description, ownerId, ...file }, caseId);
    res.status(201).json({ id: versionId, success: true, errors: [] });
  };

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm
  routes.post('/:version/sobjects/ContentVersion', async (req: Request, res, next) => {
    if (!req.is('multipart/form-data')) return next();
    const { json, file } = await readMultipart(req);
    store(res, read(Version, json), file);
  });

  // The same, with the file inside JSON.
  routes.post('/:version/sobjects/ContentVersion', express.json({ limit: longestJson }), (req, res) => {
    const { VersionData: data64, ...version } = read(VersionWithData, req.body);
    const keeper = createContentKeeper();
    keeper.take(Buffer.from(data64, 'base64'));
    store(res, version, keeper.kept());
  });

  // The content as it is; ranges are passed over: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_blob_retrieve.htm
  routes.get('/:version/sobjects/ContentVersion/:id/VersionData', (req, res) => {
    const id = readRecordId(req.params.id);
    const document = seenBy(data, personOf(res)).find(({ versionId }) => versionId === id);
    if (!document) throw notFound();
    if (document.content === null) throw new Refusal(500, 'UNKNOWN_EXCEPTION', 'Too large for the simulator');
    res.set({
      'Content-Type': 'application/octetstream',
      'Content-Length': String(document.bytes),
    });
    res.end(document.content);
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_delete_record.htm
  routes.delete('/:version/sobjects/ContentDocument/:id', (req, res) => {
    const person = personOf(res);
    const id = readRecordId(req.params.id);
    const document = seenBy(data, person).find((one) => one.id === id);
    if (!document) throw new Refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
    // Of a file on a record, only its owner and those who manage all data may take it away.
    if (document.ownerId !== person.id && !person.admin)
      throw new Refusal(
        403,
        'INSUFFICIENT_ACCESS_OR_READONLY',
        'insufficient access rights on object id',
        [],
      );
    data.deleteDocument(document.id);
    res.status(204).end();
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_update_fields.htm
  routes.patch('/:version/sobjects/ContentDocumentLink/:id', express.json(), (req, res) => {
    const cases = new Set(data.casesFor(personOf(res)).map(({ id }) => id));
    const link = data.documents
      .flatMap(({ links }: Document) => links)
      .find(({ id, caseId }) => id === readRecordId(req.params.id) && cases.has(caseId));
    if (!link) throw notFound();
    const { Visibility: visibility } = read(LinkChange, req.body);
    if (visibility) link.visibility = visibility;
    res.status(204).end();
  });

  return routes;
};

const read = <S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> => {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new Refusal(400, 'INVALID_FIELD', v.summarize(result.issues));
  return result.output;
};
