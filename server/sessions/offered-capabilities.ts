import type { Capability } from '../../protocol/capability.ts';
import { type ConsentPolicy, isOfferedBy } from '../../protocol/consent-policy.ts';
import { isVerified, type Session } from './session.ts';

/** What this build can do with a visitor's consent. Nothing else is asked for or granted. */
export const offeredCapabilities: ReadonlySet<Capability> = new Set([
  'view',
  'control',
  'recording',
  'files',
]);

interface Asked {
  readonly session: Session;
  readonly policy: ConsentPolicy;
  readonly capability: Capability;
}

/** Whether this can be allowed in this session now: what the tenant offers, and more than viewing only once both sides know who is at the other end. */
export const isOffered = ({ session, policy, capability }: Asked): boolean =>
  isOfferedBy(policy, capability) && (capability === 'view' || isVerified(session));
