import type { Request } from 'express';
import type * as v from 'valibot';
import { parse } from './parse.ts';

/** The JSON body of a request, read by a strict schema. @throws Problem `invalid_body`. */
export const readBody = <S extends v.GenericSchema>(schema: S, req: Request): v.InferOutput<S> =>
  parse(schema, req.body, 'invalid_body');
