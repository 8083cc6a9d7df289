import express, { type RequestHandler, Router } from 'express';
import type { CrmData } from '../crm-data.ts';
import type { Org } from '../org.ts';
import { organizationId, type Person } from '../person.ts';
import { readRecordId } from '../record-id.ts';
import { parseQuery } from '../soql/parse-query.ts';
import { runQuery } from '../soql/run-query.ts';
import { authenticate, personOf } from './authenticate.ts';
import { emailRoutes } from './email-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { readNewComment } from './new-comment.ts';
import { answerRefusal, notFound, Refusal } from './refusal.ts';
import { sessionRoutes } from './session-routes.ts';
import { findField, findObject, isOnlyForAdmins, type Row, type SObject } from './sobject.ts';

const oldest = 60;
const newest = 67;

const knownVersion: RequestHandler = (req, _res, next) => {
  const version = /^v(\d\d)\.0$/.exec(String(req.params.version))?.[1];
  if (!version || Number(version) < oldest || Number(version) > newest) throw notFound();
  next();
};

/** Mounted at /services/data. */
export const restRoutes = (org: Org): Router => {
  const { data, origin, usage } = org;
  const routes = Router();

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm, for anybody.
  routes.get('/', (_req, res) => {
    const versions = Array.from({ length: newest - oldest + 1 }, (_, i) => `${oldest + i}.0`);
    res.json(
      versions.map((version) => ({
        label: `Version ${version}`,
        url: `/services/data/v${version}`,
        version,
      })),
    );
  });

  routes.use('/:version', knownVersion, usage.count, authenticate(org));
  // Before the parser of small bodies: these take large ones.
  routes.use(fileRoutes(org));
  routes.use(express.json({ limit: '200kb' }));
  routes.use(sessionRoutes(org), emailRoutes(org));

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_discoveryresource.htm
  routes.get('/:version', (req, res) => {
    const root = `/services/data/${req.params.version}`;
    const identity = `${origin}/id/${organizationId}/${personOf(res).id}`;
    res.json({ query: `${root}/query`, sobjects: `${root}/sobjects`, identity });
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
  routes.get('/:version/query', (req, res) => {
    if (typeof req.query.q !== 'string')
      throw new Refusal(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    res.json(
      runQuery(
        { data, person: personOf(res), version: req.params.version, binned: false },
        parseQuery(req.query.q),
      ),
    );
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm
  routes.get('/:version/queryAll', (req, res) => {
    if (typeof req.query.q !== 'string')
      throw new Refusal(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    res.json(
      runQuery(
        { data, person: personOf(res), version: req.params.version, binned: true },
        parseQuery(req.query.q),
      ),
    );
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_get_field_values.htm
  routes.get('/:version/sobjects/:object/:id', (req, res) => {
    const object = objectNamed(req.params.object, data, personOf(res));
    const id = readRecordId(req.params.id);
    const row = object.rows(data, personOf(res)).find((one) => one.Id === id);
    if (!id || !row) throw notFound();
    const url = `/services/data/${req.params.version}/sobjects/${object.name}/${id}`;
    res.json({ attributes: { type: object.name, url }, ...pick(object, row, req.query.fields) });
  });

  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_create.htm
  routes.post('/:version/sobjects/CaseComment', (req, res) => {
    const person = personOf(res);
    const { record, ...comment } = readNewComment(req.body, data.casesFor(person));
    const { id } = data.addComment(record, { ...comment, createdById: person.id });
    res.status(201).json({ id, success: true, errors: [] });
  });

  routes.use(() => {
    throw notFound();
  });
  routes.use(answerRefusal);
  return routes;
};

const objectNamed = (name: string, data: CrmData, person: Person): SObject => {
  const object = findObject(name, data, person);
  if (!object && isOnlyForAdmins(name))
    throw new Refusal(
      403,
      'INSUFFICIENT_ACCESS',
      `insufficient access rights on cross-reference id: ${name}`,
    );
  if (!object) throw notFound();
  return object;
};

/** `?fields=Id,Subject` */
const pick = (object: SObject, row: Row, fields: unknown): Row => {
  if (typeof fields !== 'string') return row;
  const names = fields.split(',').map((text) => {
    const name = findField(object, text.trim());
    if (!name)
      throw new Refusal(400, 'INVALID_FIELD', `No such column '${text}' on sobject of type ${object.name}`);
    return name;
  });
  return Object.fromEntries(['Id', ...names].map((name) => [name, row[name] ?? null]));
};
