import * as v from 'valibot';
import type { Capability } from './capability.ts';

/**
 * What a tenant decides about the visitor's consent: whether each request is a question, or one yes counts for the session. What is not
 * offered can't be asked for, and can't be given. Viewing is nothing to decide about: without a yes to it there is no session.
 */
export const ConsentPolicy = v.strictObject({
  control: v.picklist(['always_ask', 'ask_once', 'not_offered']),
});
export type ConsentPolicy = v.InferOutput<typeof ConsentPolicy>;

export const defaultConsentPolicy: ConsentPolicy = { control: 'always_ask' };

/** Whether this capability can be consented to at all: no other has anything behind it yet. */
export const isOfferedBy = (policy: ConsentPolicy, capability: Capability): boolean =>
  capability === 'view' || (capability === 'control' && policy.control !== 'not_offered');
