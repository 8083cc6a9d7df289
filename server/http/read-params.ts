import type { Request } from 'express';
import * as v from 'valibot';
import { Problem } from './problem.ts';

/** The named parts of a route's path. What is not of the right form is simply not there. @throws Problem `not_found`. */
export const readParams = <S extends v.GenericSchema>(schema: S, req: Request): v.InferOutput<S> => {
  const result = v.safeParse(schema, req.params);
  if (!result.success) throw new Problem('not_found', 'There is nothing here.');
  return result.output;
};
