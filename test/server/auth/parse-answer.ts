import * as v from 'valibot';

/** What the server answered, by the schema that the browser uses. @throws when it is anything else, a problem too. */
export const parseAnswer = <S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> => {
  const result = v.safeParse(schema, body);
  if (!result.success) throw new Error(`Not the answer: ${JSON.stringify(body)}`);
  return result.output;
};
