import type { Caller } from '../http/caller.ts';
import type { Row } from './artifact-store.ts';

/** As much of a caller as says what they may open. */
export type Viewer = Pick<Caller, 'tenantId' | 'agentId' | 'permissions'>;

type About = Pick<Row, 'kind' | 'agent_id'> & {
  /** Its session was for trying out. */ readonly is_test: number | null;
};

/** Whether the caller may open it: recordings with `recordings.view`, all else also whoever led the session, while they may lead such a one. */
export const mayOpen = (caller: Viewer, { kind, agent_id, is_test }: About): boolean =>
  caller.permissions.has('recordings.view') ||
  (kind !== 'recording' &&
    agent_id === caller.agentId &&
    (mayLead(caller) || (is_test === 1 && caller.permissions.has('settings.manage'))));

/** Whether the caller may have sessions, and with them what was kept of theirs: a bearer may outlive the role. */
export const mayLead = ({ permissions }: Viewer): boolean => permissions.has('sessions.start');

/** Whether the caller may know of everything that is kept: who may view, delete or mend it. */
export const seesAll = ({ permissions }: Viewer): boolean =>
  permissions.has('recordings.view') ||
  permissions.has('visitors.delete') ||
  permissions.has('settings.manage');

export const maySee = (caller: Viewer, about: About): boolean => seesAll(caller) || mayOpen(caller, about);
