import * as v from 'valibot';
import { CaseId } from './identifier.ts';

/**
 * What our panel and the component that frames it (in Salesforce, or in any console that signs assertions) say to each other by
 * `postMessage`. Both sides check the message's source window and its origin, and post only to the other's known origin, never
 * to `*`. Every request has an id, which its answer repeats.
 */

/** The version of these messages; a component that doesn't know it says nothing. */
export const hostVersion = 1;

const RequestId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Panel → component: listening. Answered by `handrail.case`, which comes again whenever another case is opened. */
const HostReady = v.strictObject({
  type: v.literal('handrail.ready'),
  version: v.literal(hostVersion),
});

/** What a page around the panel may be able to do: put text into a reply, draft an email, show the live view. */
const HostOffer = v.picklist(['reply', 'email', 'live-view']);
export type HostOffer = v.InferOutput<typeof HostOffer>;

/** Component → panel: the case that the page shows, null while it shows none; and what the page offers. Without `offers` all is tried. */
const HostCase = v.strictObject({
  type: v.literal('handrail.case'),
  caseId: v.nullable(CaseId),
  offers: v.optional(v.pipe(v.array(HostOffer), v.maxLength(3))),
});

/** Panel → component: put the invitation into the reply that is being written. `html` holds the same as `text`, escaped. */
const HostReplyInsert = v.strictObject({
  type: v.literal('handrail.reply.insert'),
  requestId: RequestId,
  text: v.pipe(v.string(), v.maxLength(4096)),
  html: v.pipe(v.string(), v.maxLength(8192)),
});

/** Component → panel: it is in the reply now, or can't be put there. No answer within five seconds means the latter. */
const HostReplyInserted = v.strictObject({
  type: v.literal('handrail.reply.inserted'),
  requestId: RequestId,
});
const HostReplyRefused = v.strictObject({ type: v.literal('handrail.reply.refused'), requestId: RequestId });

/**
 * Panel → component: have the console sign who is here. The nonce is the panel's own (base64url, at least 128 bits), and comes back
 * inside of what is signed.
 */
const HostAssertionRequested = v.strictObject({
  type: v.literal('handrail.assertion.requested'),
  requestId: RequestId,
  nonce: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/)),
});

/** Component → panel: a compact JWS, good for two minutes at most and for one use. */
const HostAssertionAnswered = v.strictObject({
  type: v.literal('handrail.assertion.answered'),
  requestId: RequestId,
  assertion: v.pipe(
    v.string(),
    v.maxLength(8192),
    v.regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/),
  ),
});

/** Why a console signs nothing: the person holds no Handrail permission, may not see the case, or the console isn't set up. */
export const AssertionRefusal = v.picklist(['no_permission', 'no_access', 'not_configured', 'failed']);
export type AssertionRefusal = v.InferOutput<typeof AssertionRefusal>;

const HostAssertionRefused = v.strictObject({
  type: v.literal('handrail.assertion.refused'),
  requestId: RequestId,
  reason: AssertionRefusal,
});

/** Panel → component: open the live view inside of the console. The address holds a key: it is for the console's frame only. */
const HostLiveViewOpen = v.strictObject({
  type: v.literal('handrail.live-view.open'),
  requestId: RequestId,
  url: v.pipe(v.string(), v.url(), v.maxLength(2048)),
});
const HostLiveViewOpened = v.strictObject({
  type: v.literal('handrail.live-view.opened'),
  requestId: RequestId,
});
/** Component → panel: this console has no place for it; the panel opens a window. */
const HostLiveViewRefused = v.strictObject({
  type: v.literal('handrail.live-view.refused'),
  requestId: RequestId,
});

/** Panel → component: draft an email to the customer on the case that is open, for the agent to look over and send. */
const HostEmailDraft = v.strictObject({
  type: v.literal('handrail.email.draft'),
  requestId: RequestId,
  subject: v.pipe(v.string(), v.maxLength(255)),
  text: v.pipe(v.string(), v.maxLength(8192)),
  html: v.pipe(v.string(), v.maxLength(65_536)),
});
const HostEmailDrafted = v.strictObject({ type: v.literal('handrail.email.drafted'), requestId: RequestId });
const HostEmailRefused = v.strictObject({ type: v.literal('handrail.email.refused'), requestId: RequestId });

/** All that the panel may hear from the component. */
export const FromHost = v.variant('type', [
  HostCase,
  HostReplyInserted,
  HostReplyRefused,
  HostAssertionAnswered,
  HostAssertionRefused,
  HostLiveViewOpened,
  HostLiveViewRefused,
  HostEmailDrafted,
  HostEmailRefused,
]);
export type FromHost = v.InferOutput<typeof FromHost>;

/** All that the component may hear from the panel. */
export const ToHost = v.variant('type', [
  HostReady,
  HostReplyInsert,
  HostAssertionRequested,
  HostLiveViewOpen,
  HostEmailDraft,
]);
export type ToHost = v.InferOutput<typeof ToHost>;
