import * as v from 'valibot';
import { answerInvalid } from './refusals.ts';

/** What a CRM client handed over, read by a schema. CRMs add fields at will: schemas name what we use. @throws Problem `crm_answer_invalid`. */
export const readAnswer = <S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> => {
  const result = v.safeParse(schema, value);
  if (!result.success) throw answerInvalid(new v.ValiError(result.issues));
  return result.output;
};
