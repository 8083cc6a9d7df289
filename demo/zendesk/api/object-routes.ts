import { readFileSync } from 'node:fs';
import { Router } from 'express';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { staffWith } from './authenticate.ts';
import { notFound, recordInvalid } from './refusal.ts';

const ObjectFields = v.object({
  object_fields: v.array(v.object({ key: v.string(), type: v.picklist(['text', 'textarea', 'integer']) })),
});
/** Handrail's custom object, as its package brings it. */
const { object_fields: fields } = v.parse(
  ObjectFields,
  JSON.parse(
    readFileSync(new URL('../../../packaging/zendesk/session-object.json', import.meta.url), 'utf8'),
  ),
);
const valueIn = { text: v.string(), textarea: v.string(), integer: v.pipe(v.number(), v.integer()) } as const;

/** Stricter than Zendesk, which ignores fields that it doesn't know. */
const Upsert = v.strictObject({
  custom_object_record: v.strictObject({
    name: v.pipe(v.string(), v.minLength(1)),
    external_id: v.string(),
    custom_object_fields: v.strictObject(
      Object.fromEntries(fields.map(({ key, type }) => [key, v.optional(v.nullable(valueIn[type]))])),
    ),
  }),
});

/** Records of custom objects; there is none until an admin adds it. */
export const objectRoutes = ({ desk }: Account): Router => {
  const routes = Router();

  // https://developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/
  routes.patch('/custom_objects/:key/records', (req, res) => {
    staffWith(res, req, null);
    if (req.params.key !== 'handrail_session' || !desk.hasSessionObject) throw notFound();
    const read = v.safeParse(Upsert, req.body);
    if (!read.success) throw recordInvalid('custom_object_fields', v.summarize(read.issues));
    const { custom_object_record: record } = read.output;
    if (req.query.external_id !== record.external_id) throw recordInvalid('external_id', 'does not match');
    const old = desk.objectRecords.get(record.external_id);
    const said = Object.entries(record.custom_object_fields).map(([key, value]) => [key, value ?? null]);
    desk.objectRecords.set(record.external_id, { ...old, ...Object.fromEntries(said) });
    res.status(old === undefined ? 201 : 200).json({
      custom_object_record: { ...record, id: `01${record.external_id}`, custom_object_key: req.params.key },
    });
  });

  return routes;
};
