import * as v from 'valibot';
import type { Capability } from './capability.ts';

/**
 * What a tenant decides about the visitor's consent: whether each request is a question, or one yes counts for the session. What is not
 * offered can't be asked for, and can't be given. Viewing is nothing to decide about: without a yes to it there is no session.
 */
export const ConsentPolicy = v.strictObject({
  control: v.picklist(['always_ask', 'ask_once', 'not_offered']),
  /** `opt_out`: from the start, said before, and can be stopped. `required`: the same, and stopping it ends the session. */
  recording: v.picklist(['always_ask', 'opt_out', 'required', 'not_offered']),
  /** A yes is to one file. */
  files: v.picklist(['always_ask', 'not_offered']),
});
export type ConsentPolicy = v.InferOutput<typeof ConsentPolicy>;

export const defaultConsentPolicy: ConsentPolicy = {
  control: 'always_ask',
  recording: 'always_ask',
  files: 'always_ask',
};

/** Whether this capability can be consented to at all: what a policy says nothing of has nothing behind it yet. */
export const isOfferedBy = (policy: ConsentPolicy, capability: Capability): boolean =>
  capability === 'view' || (isDecidedBy(policy, capability) && policy[capability] !== 'not_offered');

/** Whether sessions are recorded from their start: said before the visitor allows viewing. */
export const isFromTheStart = ({ recording }: ConsentPolicy): boolean =>
  recording === 'opt_out' || recording === 'required';

const isDecidedBy = (policy: ConsentPolicy, capability: Capability): capability is keyof ConsentPolicy =>
  capability in policy;
