import * as v from 'valibot';
import { type AppPackage, jsonOf } from './app-package.ts';

const titled = v.looseObject({ title: v.pipe(v.string(), v.minLength(1)) });
const fieldTypes = [
  'text',
  'textarea',
  'checkbox',
  'date',
  'integer',
  'decimal',
  'regexp',
  'partialcreditcard',
  'multiselect',
  'tagger',
  'lookup',
] as const;
const field = v.looseObject({ ...titled.entries, type: v.picklist(fieldTypes) });
const keyedField = v.looseObject({ ...field.entries, key: v.pipe(v.string(), v.minLength(1)) });
const all = (one: v.GenericSchema) => v.optional(v.record(v.pipe(v.string(), v.regex(/^\w+$/)), one));

const CustomObject = v.looseObject({
  key: v.string(),
  title: v.string(),
  title_pluralized: v.string(),
  include_in_list_view: v.boolean(),
});
const CustomObjectField = v.looseObject({
  key: v.string(),
  title: v.string(),
  type: v.string(),
  object_key: v.string(),
});

/**
 * What Zendesk makes when the app is installed.
 * https://github.com/zendesk/zendesk_apps_support/blob/master/lib/zendesk_apps_support/validations/requirements.rb
 */
const Requirements = v.strictObject({
  automations: all(titled),
  channel_integrations: v.optional(
    v.pipe(
      v.record(v.string(), v.looseObject({ manifest_url: v.string() })),
      v.check((integrations) => Object.keys(integrations).length === 1, 'there can be one only'),
    ),
  ),
  macros: all(titled),
  targets: all(titled),
  views: all(titled),
  ticket_fields: all(field),
  triggers: all(titled),
  user_fields: all(keyedField),
  organization_fields: all(keyedField),
  webhooks: all(titled),
  custom_objects_v2: v.optional(
    v.strictObject({
      objects: v.pipe(v.array(CustomObject), v.maxLength(50)),
      object_fields: v.optional(v.array(CustomObjectField), []),
    }),
  ),
});

const path = 'requirements.json';
const mostFieldsOfAnObject = 10;

export const checkRequirements = (files: AppPackage): readonly string[] => {
  if (!files.has(path)) return [];
  const read = v.safeParse(Requirements, jsonOf(files, path));
  if (!read.success)
    return read.issues.map((issue) => `${path}: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  const { objects = [], object_fields: fields = [] } = read.output.custom_objects_v2 ?? {};
  return [
    ...fields
      .filter(({ object_key }) => !objects.some(({ key }) => key === object_key))
      .map(({ key, object_key }) => `${path}: the field “${key}” is of “${object_key}”, which isn’t there`),
    ...objects
      .filter(
        ({ key }) => fields.filter(({ object_key }) => object_key === key).length > mostFieldsOfAnObject,
      )
      .map(({ key }) => `${path}: “${key}” has more than ${mostFieldsOfAnObject} fields`),
  ];
};
