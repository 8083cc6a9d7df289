import type { Role } from '../../protocol/frame.ts';
import type { SessionView } from '../../protocol/http/sessions.ts';
import type { WriteBackView } from '../../protocol/http/write-back.ts';
import type { Session } from './session.ts';

/** Who of a session is in its room now. */
export type PresenceOf = (sessionId: string) => ReadonlySet<Role>;

/** A session as its agent sees it. */
export const sessionView = (
  session: Session,
  presenceOf: PresenceOf,
  writeBack: WriteBackView | null,
): SessionView => {
  // Whoever waits for an answer after the end sees and shows nothing.
  const present = session.state.name === 'ended' ? nobody : presenceOf(session.id);
  return {
    id: session.id,
    caseId: session.caseId,
    caseNumber: session.caseNumber,
    createdAt: session.createdAt,
    state: session.state,
    grants: [...session.grants],
    visitorPresent: present.has('visitor'),
    agentPresent: present.has('agent'),
    note: writeBack && noteOf(writeBack),
    writeBack,
  };
};

const nobody: ReadonlySet<Role> = new Set();

const noteOf = ({ parts }: WriteBackView): SessionView['note'] => {
  const name = parts.find(({ part }) => part === 'note')?.state.name;
  if (name === 'unsupported') return null;
  return name === 'written' || name === 'failed' ? name : 'pending';
};
