import * as v from 'valibot';
import type { ProblemCode } from '../../protocol/problem.ts';
import { Problem } from './problem.ts';

type Refusal = Extract<ProblemCode, 'invalid_body' | 'invalid_request'>;

/** What the schema makes of this value. @throws Problem with this code, naming the field and never its value. */
export const parse = <S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  code: Refusal,
): v.InferOutput<S> => {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const field = v.getDotPath(result.issues[0]);
  throw new Problem(
    code,
    field ? `“${field.slice(0, 100)}” is not as it should be.` : 'This is not as it should be.',
  );
};
