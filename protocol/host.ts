import * as v from 'valibot';
import { CaseId } from './identifier.ts';

/**
 * What our panel and the component that frames it in Salesforce say to each other by `postMessage`. Both sides check the
 * message's source window and its origin, and post only to the other's known origin, never to `*`.
 */

/** The version of these messages; a component that doesn't know it says nothing. */
export const hostVersion = 1;

/** Panel → component: listening. Answered by `handrail.case`, which comes again whenever another case is opened. */
const HostReady = v.strictObject({
  type: v.literal('handrail.ready'),
  version: v.literal(hostVersion),
});

/** Component → panel: the case that the page shows. Null while it shows none. */
export const HostCase = v.strictObject({ type: v.literal('handrail.case'), caseId: v.nullable(CaseId) });
export type HostCase = v.InferOutput<typeof HostCase>;

/** Panel → component: put the invitation into the reply that is being written. `html` holds the same as `text`, escaped. */
const HostReplyInsert = v.strictObject({
  type: v.literal('handrail.reply.insert'),
  requestId: v.pipe(v.string(), v.maxLength(64)),
  text: v.pipe(v.string(), v.maxLength(4096)),
  html: v.pipe(v.string(), v.maxLength(8192)),
});

/** Component → panel: it is in the reply now. No answer within five seconds means that it could not be put there. */
export const HostReplyInserted = v.strictObject({
  type: v.literal('handrail.reply.inserted'),
  requestId: v.pipe(v.string(), v.maxLength(64)),
});
export type HostReplyInserted = v.InferOutput<typeof HostReplyInserted>;

/** All that the panel may hear from the component. */
export const FromHost = v.variant('type', [HostCase, HostReplyInserted]);
export type FromHost = v.InferOutput<typeof FromHost>;

/** All that the component may hear from the panel. */
export const ToHost = v.variant('type', [HostReady, HostReplyInsert]);
export type ToHost = v.InferOutput<typeof ToHost>;
