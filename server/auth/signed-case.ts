import * as v from 'valibot';
import type { SignedCase } from '../http/caller.ts';

const line = v.pipe(v.string(), v.maxLength(256));

/** As it is kept beside a bearer. */
const Stored: v.GenericSchema<unknown, SignedCase> = v.strictObject({
  id: v.string(),
  number: v.nullable(line),
  subject: v.nullable(line),
  requester: v.nullable(
    v.strictObject({
      id: line,
      name: line,
      email: v.nullable(line),
      locale: v.nullable(line),
      timeZone: v.nullable(line),
    }),
  ),
});

export const readSignedCase = (text: string | null): SignedCase | null =>
  text === null ? null : v.parse(Stored, JSON.parse(text));
