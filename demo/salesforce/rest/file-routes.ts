import { createHash } from 'node:crypto';
import express, { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import type { Document } from '../case-record.ts';
import type { Org } from '../org.ts';
import { readRecordId } from '../record-id.ts';
import { personOf } from './authenticate.ts';
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

  const store = (
    res: Response,
    version: v.InferOutput<typeof Version>,
    file: { bytes: number; sha256: string },
  ) => {
    const caseId = readRecordId(version.FirstPublishLocationId);
    const isSeen = data.casesFor(personOf(res)).some(({ id }) => id === caseId);
    if (version.FirstPublishLocationId !== undefined && !isSeen) {
      throw new Refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
    }
    const { Title: title, Description: description = null } = version;
    const { versionId } = data.addDocument({ title, description, ...file }, caseId);
    res.status(201).json({ id: versionId, success: true, errors: [] });
  };

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm
  routes.post('/:version/sobjects/ContentVersion', async (req: Request, res, next) => {
    if (!req.is('multipart/form-data')) return next();
    const { json, ...file } = await readMultipart(req);
    store(res, read(Version, json), file);
  });

  // The same, with the file inside JSON.
  routes.post('/:version/sobjects/ContentVersion', express.json({ limit: longestJson }), (req, res) => {
    const { VersionData: data64, ...version } = read(VersionWithData, req.body);
    const content = Buffer.from(data64, 'base64');
    store(res, version, {
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
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
