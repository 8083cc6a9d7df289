import type * as v from 'valibot';
import { readJson } from '../link/read-json.ts';

/** A body of JSON as its schema reads it. Null when it is something else. */
export const readBody = <Schema extends v.GenericSchema>(
  schema: Schema,
  body: Uint8Array,
): v.InferOutput<Schema> | null => readJson(schema, new TextDecoder().decode(body));

/** A value as the body of a frame. */
export const writeBody = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));
