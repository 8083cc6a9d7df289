import type * as v from 'valibot';
import { readAnswer } from '../read-answer.ts';
import type { SalesforceOrg } from './salesforce-org.ts';

interface Records<Row> {
  readonly records: readonly Row[];
}

/** The rows that a query finds, as this schema has them. Not `connection.query()`: that trips over an answer that is no list of records. */
export const rowsOf = async <Row>(
  { connection }: SalesforceOrg,
  schema: v.GenericSchema<unknown, Records<Row>>,
  query: string,
): Promise<readonly Row[]> =>
  read(schema, connection.request({ method: 'GET', url: `/query?q=${encodeURIComponent(query)}` }));

/** As `rowsOf`, and rows that were deleted or merged into others too. */
export const rowsOfAll = async <Row>(
  { connection }: SalesforceOrg,
  schema: v.GenericSchema<unknown, Records<Row>>,
  query: string,
): Promise<readonly Row[]> =>
  read(schema, connection.request({ method: 'GET', url: `/queryAll?q=${encodeURIComponent(query)}` }));

const read = async <Row>(
  schema: v.GenericSchema<unknown, Records<Row>>,
  answer: PromiseLike<unknown>,
): Promise<readonly Row[]> => readAnswer(schema, await answer).records;
