import type { Caller } from '../http/caller.ts';
import type { Row } from './artifact-store.ts';

/** As much of a caller as says what they may open. */
export type Viewer = Pick<Caller, 'tenantId' | 'agentId' | 'permissions'>;

type About = Pick<Row, 'kind' | 'agent_id'>;

/** Whether the caller may open it: recordings with `recordings.view`, all else also whoever led the session. */
export const mayOpen = (caller: Viewer, { kind, agent_id }: About): boolean =>
  caller.permissions.has('recordings.view') || (kind !== 'recording' && agent_id === caller.agentId);

/** Whether the caller may know of everything that is kept: who may view, delete or mend it. */
export const seesAll = ({ permissions }: Viewer): boolean =>
  permissions.has('recordings.view') ||
  permissions.has('visitors.delete') ||
  permissions.has('settings.manage');

export const maySee = (caller: Viewer, about: About): boolean => seesAll(caller) || mayOpen(caller, about);
