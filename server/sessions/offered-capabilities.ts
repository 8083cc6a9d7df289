import type { Capability } from '../../protocol/capability.ts';

/** What this build can do with a visitor's consent. Nothing else is asked for or granted. */
export const offeredCapabilities: ReadonlySet<Capability> = new Set(['view', 'control']);
