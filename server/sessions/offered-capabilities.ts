import type { Capability } from '../../protocol/capability.ts';
import { isVerified, type Session } from './session.ts';

/** What this build can do with a visitor's consent. Nothing else is asked for or granted. */
export const offeredCapabilities: ReadonlySet<Capability> = new Set(['view', 'control']);

/** Whether this can be allowed in this session now: more than viewing only once both sides know who is at the other end. */
export const isOffered = (session: Session, capability: Capability): boolean =>
  offeredCapabilities.has(capability) && (capability === 'view' || isVerified(session));
