import * as v from 'valibot';

/** A body that is JSON: `pointer`, `drawing` and `input` are. */
export const jsonBody = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** What a JSON body says. Null when it is not what the schema describes: other versions may say more. */
export const readJsonBody = <S extends v.GenericSchema>(
  schema: S,
  body: Uint8Array,
): v.InferOutput<S> | null => {
  try {
    const read = v.safeParse(schema, JSON.parse(new TextDecoder().decode(body)));
    return read.success ? read.output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
