import * as v from 'valibot';

/** The customer whom a case is about, as the CRM knows them. */
export const Requester = v.strictObject({
  id: v.string(),
  name: v.string(),
  email: v.nullable(v.string()),
  /** BCP 47: `en-US`. Null when the CRM doesn't know. */
  locale: v.nullable(v.string()),
  /** IANA: `Europe/Madrid`. Null when the CRM doesn't know. */
  timeZone: v.nullable(v.string()),
});
export type Requester = Readonly<v.InferOutput<typeof Requester>>;
