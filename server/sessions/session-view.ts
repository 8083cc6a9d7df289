import type { Role } from '../../protocol/frame.ts';
import type { SessionView } from '../../protocol/http/sessions.ts';
import type { Session } from './session.ts';

/** Who of a session is in its room now. */
export type PresenceOf = (sessionId: string) => ReadonlySet<Role>;

/** A session as its agent sees it. */
export const sessionView = (session: Session, presenceOf: PresenceOf): SessionView => {
  const present = presenceOf(session.id);
  return {
    id: session.id,
    caseId: session.caseId,
    caseNumber: session.caseNumber,
    createdAt: session.createdAt,
    state: session.state,
    grants: [...session.grants],
    visitorPresent: present.has('visitor'),
    agentPresent: present.has('agent'),
    note: session.note,
  };
};
