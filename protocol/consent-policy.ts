import * as v from 'valibot';
import type { Capability } from './capability.ts';

/**
 * When a visitor is asked for a capability: each time that somebody wants it, or once in a session. What is not offered can't be asked for,
 * and can't be given.
 */
const asking = ['always_ask', 'ask_once'] as const;

/** What a tenant decides about the visitor's consent. A session is nothing without viewing, so that is always offered. */
export const ConsentPolicy = v.strictObject({
  view: v.picklist(asking),
  control: v.picklist([...asking, 'not_offered']),
});
export type ConsentPolicy = v.InferOutput<typeof ConsentPolicy>;

export const defaultConsentPolicy: ConsentPolicy = { view: 'always_ask', control: 'always_ask' };

/** Whether this capability can be consented to at all: no other has anything behind it yet. */
export const isOfferedBy = (policy: ConsentPolicy, capability: Capability): boolean =>
  capability === 'view' || (capability === 'control' && policy.control !== 'not_offered');
