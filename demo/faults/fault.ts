import * as v from 'valibot';

/** Something that goes wrong on purpose, for the next `times` requests that it fits. */
export const Fault = v.strictObject({
  /** The request's path starts with this. Left out: every path of the API. */
  path: v.optional(v.string()),
  method: v.optional(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** Answer with this instead. */
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
  /** Seconds, in a `Retry-After` header beside `status`. */
  retryAfter: v.optional(v.number()),
  /** Wait before anything else. */
  latencyMs: v.optional(v.number()),
  /** Never answer. */
  hang: v.optional(v.boolean(), false),
  /** Send half of the answer, then cut the line. */
  truncate: v.optional(v.boolean(), false),
  /** Answer 200 with a page instead of JSON, as a proxy in between does. */
  garbage: v.optional(v.boolean(), false),
  /** Cut the line once so many bytes of the request's body have come. */
  cutUploadAfter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Answer with the same values under other names, as an API that was changed does. */
  drift: v.optional(v.boolean(), false),
  /** Do the work first and only then fail: the caller can't tell whether it happened. */
  afterwards: v.optional(v.boolean(), false),
});
export type Fault = v.InferOutput<typeof Fault>;
/** As it is asked for. */
export type FaultRequest = v.InferInput<typeof Fault>;
