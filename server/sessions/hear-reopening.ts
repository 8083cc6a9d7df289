import type { ClientMessageOf } from '../../protocol/control.ts';
import type { Participant } from '../relay/participant.ts';
import type { LiveActions } from './live-actions.ts';
import type { LiveSession } from './live-session.ts';

interface SaidOfReopening {
  readonly from: Participant;
  readonly message: ClientMessageOf<'reopening.requested'> | ClientMessageOf<'reopening.refused'>;
}

/** Either side of a session that is over asks to go on, says yes to the other's question, or no. That it goes on, or is over for good, is told by whoever announces it. */
export const hearReopening = async (
  { reopening }: LiveActions,
  live: LiveSession,
  { from, message }: SaidOfReopening,
): Promise<void> => {
  const { session, sessionLimitMs } = live;
  const { role } = from;
  const other = role === 'agent' ? 'visitor' : 'agent';
  const askedBy = session.reopening.offer?.askedBy ?? null;
  if (message.type === 'reopening.refused') return reopening.refuse(session.id, from);
  if (askedBy === other) {
    // Nobody goes on alone: who has left the page has nothing left to go on with.
    if (live.isHere(other)) await reopening.allow(session, { by: from, sessionLimitMs });
    return;
  }
  await reopening.ask(session.id, from);
  // Asked is asked: saying it again is begging.
  if (askedBy === null) live.tellRole(other, { type: 'reopening.requested', from: from.number });
};
