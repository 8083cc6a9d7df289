import * as v from 'valibot';

/** A body of JSON as its schema reads it. Null when it is something else. */
export const readBody = <Schema extends v.GenericSchema>(
  schema: Schema,
  body: Uint8Array,
): v.InferOutput<Schema> | null => {
  const text = new TextDecoder().decode(body);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return parsed.success ? parsed.output : null;
};

/** A value as the body of a frame. */
export const writeBody = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));
