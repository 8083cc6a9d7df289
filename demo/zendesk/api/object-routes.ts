import { Router } from 'express';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { staffWith } from './authenticate.ts';
import { notFound, recordInvalid } from './refusal.ts';

const text = v.nullable(v.string());

/** Handrail's custom object, as docs/zendesk.md has an admin add it. */
const Upsert = v.strictObject({
  custom_object_record: v.strictObject({
    name: v.pipe(v.string(), v.minLength(1)),
    external_id: v.string(),
    custom_object_fields: v.strictObject({
      ticket: text,
      started_at: text,
      ended_at: text,
      agent: text,
      duration_seconds: v.nullable(v.number()),
      features: text,
      consent: text,
      outcome: text,
      comment: text,
      artifacts: text,
      audit_root: text,
    }),
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
    const isNew = !desk.objectRecords.has(record.external_id);
    desk.objectRecords.set(record.external_id, record.custom_object_fields);
    res.status(isNew ? 201 : 200).json({
      custom_object_record: { ...record, id: `01${record.external_id}`, custom_object_key: req.params.key },
    });
  });

  return routes;
};
