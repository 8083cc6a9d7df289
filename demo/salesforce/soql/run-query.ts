import type { CrmData } from '../crm-data.ts';
import type { Person } from '../person.ts';
import { readRecordId } from '../record-id.ts';
import { type FieldValue, findField, findObject, type Row, type SObject } from '../rest/sobject.ts';
import type { Condition, Path, Query } from './query.ts';
import { queryError } from './tokens.ts';

interface Reader {
  readonly type: SObject['fields'][string];
  readonly name: string;
  read(row: Row): FieldValue;
  /** Whether the path leads anywhere from this row; a relationship may be empty. */
  exists?(row: Row): boolean;
}

type Answer = Readonly<Record<string, unknown>>;

interface QueryContext {
  readonly data: CrmData;
  readonly person: Person;
  readonly version: string;
  /** Rows in the bin count too. */
  readonly binned: boolean;
}

/** Runs a query as a person: rows that aren't shared with them don't exist. */
export const runQuery = ({ data, person, version, binned }: QueryContext, query: Query): Answer => {
  const object = objectOf(query, data, person);
  refuseUnfiltered(query, object);
  const readerOf = (path: Path) => resolve(query, object, path, data, person);

  const tests = query.where.map((condition) => testOf(query, condition, readerOf(condition.field)));
  const orders = query.orderBy.map(({ field, descending }) => ({
    reader: sortable(query, field, readerOf(field)),
    descending,
  }));
  const columns = query.fields?.map((path) => ({ path, reader: readerOf(path) })) ?? null;

  const found = [...object.rows(data, person), ...(binned ? (object.binned?.(data, person) ?? []) : [])]
    .filter((row) => tests.every((test) => test(row)))
    .toSorted((a, b) => {
      for (const { reader, descending } of orders) {
        const order = compare(reader.read(a), reader.read(b));
        if (order !== 0) return descending ? -order : order;
      }
      return 0;
    })
    .slice(0, query.limit ?? 2_000);

  if (!columns) return { totalSize: found.length, done: true, records: [] };
  const records = found.map((row) => ({
    attributes: { type: object.name, url: `/services/data/${version}/sobjects/${object.name}/${row.Id}` },
    ...columns.reduce<Answer>((all, { path, reader }) => columnIn(all, row, path, reader), {}),
  }));
  return { totalSize: records.length, done: true, records };
};

/** Setup objects, which agents may not query, get the same answer as objects that don't exist. */
const objectOf = (query: Query, data: CrmData, person: Person): SObject => {
  const [name = ''] = query.object.names;
  const object = findObject(name, data, person);
  if (object) return object;
  throw queryError('INVALID_TYPE', query.text, query.object.at, `sObject type '${name}' is not supported.`);
};

/** Some objects answer only who says which records are meant. */
const refuseUnfiltered = (query: Query, { name, filteredBy }: SObject): void => {
  if (!filteredBy) return;
  const isFiltered = query.where.some(
    ({ field: { names }, operator }) =>
      (operator === '=' || operator === 'IN') &&
      filteredBy.some((one) => names.length === 1 && one.toLowerCase() === names[0]?.toLowerCase()),
  );
  if (isFiltered) return;
  const message = `Implementation restriction: ${name} requires a filter by a single Id on ${filteredBy.join(' or ')} using the equals operator or multiple Id's using the IN operator.`;
  throw queryError('MALFORMED_QUERY', query.text, query.object.at, message);
};

/** How to read a path, over as many relationships as it has. */
const resolve = (query: Query, object: SObject, path: Path, data: CrmData, person: Person): Reader => {
  const [first = '', ...rest] = path.names;
  if (rest.length === 0) {
    const name = findField(object, first);
    const type = name && object.fields[name];
    if (!name || !type)
      throw queryError(
        'INVALID_FIELD',
        query.text,
        path.at,
        `No such column '${first}' on entity '${object.name}'.`,
      );
    return { type, name, read: (row) => row[name] ?? null };
  }
  const relation = Object.entries(object.parents).find(
    ([name]) => name.toLowerCase() === first.toLowerCase(),
  )?.[1];
  const parent = relation && findObject(relation.object, data, person);
  if (!relation || !parent)
    throw queryError(
      'INVALID_FIELD',
      query.text,
      path.at,
      `Didn't understand relationship '${first}' in field path.`,
    );
  const reader = resolve(query, parent, { ...path, names: rest }, data, person);
  const parentOf = (row: Row) => parent.rows(data, person).find((one) => one.Id === row[relation.by]);
  return {
    ...reader,
    exists: (row) => parentOf(row) !== undefined,
    read: (row) => {
      const target = parentOf(row);
      return target ? reader.read(target) : null;
    },
  };
};

const testOf = (query: Query, condition: Condition, reader: Reader): ((row: Row) => boolean) => {
  if (reader.type === 'textarea')
    throw queryError(
      'INVALID_FIELD',
      query.text,
      condition.field.at,
      `field '${reader.name}' can not be filtered in a query call`,
    );
  const normal = (value: FieldValue): FieldValue => {
    if (reader.type === 'boolean' && typeof value !== 'boolean') throw badValue(query, condition, reader);
    if (value === null || (reader.type !== 'id' && reader.type !== 'reference')) return folded(value);
    const id = readRecordId(value);
    if (!id)
      throw queryError(
        'INVALID_QUERY_FILTER_OPERATOR',
        query.text,
        condition.field.at,
        `invalid ID field: ${value}`,
      );
    return folded(id);
  };
  const read = (row: Row) => folded(reader.read(row));
  if ('values' in condition) {
    const values = condition.values.map(normal);
    return (row) => values.includes(read(row)) === (condition.operator === 'IN');
  }
  const value = normal(condition.value);
  const { operator } = condition;
  return (row) => holds(operator, read(row), value);
};

const badValue = (query: Query, condition: Condition, reader: Reader) =>
  queryError(
    'INVALID_FIELD',
    query.text,
    condition.field.at,
    `value of filter criterion for field '${reader.name}' must be of type boolean`,
  );

/** Text compares without regard to case, as SOQL does. */
const folded = (value: FieldValue): FieldValue => (typeof value === 'string' ? value.toLowerCase() : value);

const holds = (
  operator: Exclude<Condition, { values: unknown }>['operator'],
  a: FieldValue,
  b: FieldValue,
): boolean => {
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    case 'LIKE':
      return like(String(b)).test(String(a));
  }
};

const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/%/g, '.*')
      .replace(/_/g, '.')}$`,
    's',
  );

const compare = (a: FieldValue, b: FieldValue): number => {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
};

const sortable = (query: Query, path: Path, reader: Reader): Reader => {
  if (reader.type !== 'textarea') return reader;
  throw queryError(
    'MALFORMED_QUERY',
    query.text,
    path.at,
    `field '${reader.name}' can not be sorted in a query call`,
  );
};

/** A relationship that leads nowhere is null itself. */
const columnIn = (all: Answer, row: Row, { names }: Path, reader: Reader): Answer =>
  reader.exists?.(row) === false
    ? { ...all, [names[0] ?? '']: null }
    : put(all, names, reader.name, reader.read(row));

/** `Contact.Name` is a `Name` inside a `Contact`. */
const put = (all: Answer, names: readonly string[], last: string, value: FieldValue): Answer => {
  const [first = '', ...rest] = names;
  if (rest.length === 0) return { ...all, [last]: value };
  const inner = all[first];
  return {
    ...all,
    [first]: put(typeof inner === 'object' && inner !== null ? (inner as Answer) : {}, rest, last, value),
  };
};
