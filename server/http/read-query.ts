import type { Request } from 'express';
import type * as v from 'valibot';
import { parse } from './parse.ts';

/** The query of a request, read by a strict schema. @throws Problem `invalid_request`. */
export const readQuery = <S extends v.GenericSchema>(schema: S, req: Request): v.InferOutput<S> =>
  parse(schema, req.query, 'invalid_request');
