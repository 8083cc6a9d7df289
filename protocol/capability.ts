import * as v from 'valibot';

/** One thing that a visitor can consent to. */
const capabilities = [
  'view',
  'control',
  'console',
  'voice',
  'video',
  'screen',
  'files',
  'recording',
  'device',
] as const;

export type Capability = (typeof capabilities)[number];

export const Capability = v.picklist(capabilities);

/** A standing consent: this capability, to every agent in the session or to one participant, until when (epoch ms; null: the session's end). */
export const Grant = v.strictObject({
  capability: Capability,
  to: v.union([v.literal('agents'), v.pipe(v.number(), v.integer(), v.minValue(1))]),
  until: v.nullable(v.number()),
});

export type Grant = v.InferOutput<typeof Grant>;

/** Whether a standing grant covers this capability for this participant now. */
export const isGranted = (
  grants: readonly Grant[],
  capability: Capability,
  participant: number,
  now: number,
): boolean =>
  grants.some(
    (grant) =>
      grant.capability === capability &&
      (grant.to === 'agents' || grant.to === participant) &&
      (grant.until === null || grant.until > now),
  );
