import type { ParticipantView, ServerMessageOf } from '../../protocol/control.ts';
import type { Participant } from '../relay/participant.ts';
import type { Room } from '../relay/room.ts';
import type { LiveSession } from './live-session.ts';
import { offerOf } from './reopening.ts';
import { joinedStateOf } from './session.ts';

interface Arrival {
  readonly to: Participant;
  readonly now: number;
}

/** What somebody who comes in is told: everybody with a place here, and what is allowed. */
export const joinedMessage = (
  live: LiveSession,
  room: Room,
  { to, now }: Arrival,
): ServerMessageOf<'joined'> => {
  const { session } = live;
  const state = joinedStateOf(session);
  return {
    type: 'joined',
    number: to.number,
    participants: participantViews(live, room),
    grants: [...session.grants],
    paused: session.paused,
    joinedBy: state?.by ?? null,
    endsAt: endsAt(live, now),
    serverTime: now,
    ...(offerOf(session, now) ? { over: true as const } : {}),
  };
};

const participantViews = ({ session }: LiveSession, room: Room): ParticipantView[] => {
  const present = room.participants.map(participantView);
  const absent = session.places
    .filter((place) => room.find(place.number) === null)
    .map(({ number, role, name }) => ({ number, role, name, hpkeKey: null, present: false }));
  return [...present, ...absent].sort((left, right) => left.number - right.number);
};

export const participantView = ({ number, role, name, hpkeKey }: Participant): ParticipantView => ({
  number,
  role,
  name,
  hpkeKey,
  present: true,
});

/** The tenant's longest length counts from joining; until somebody has joined, from now. What is over waits no longer than it can be taken back. */
const endsAt = ({ session, sessionLimitMs }: LiveSession, now: number): number =>
  offerOf(session, now)?.until ?? (joinedStateOf(session)?.joinedAt ?? now) + sessionLimitMs;
