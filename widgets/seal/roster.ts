import type { Grant } from '../../protocol/capability.ts';
import type { ParticipantView, ServerMessage } from '../../protocol/control.ts';

/** Who is in the room and what is allowed, as the server last said. */
export interface Roster {
  /** This participant's number; null before joining. */
  readonly self: number | null;
  readonly participants: readonly ParticipantView[];
  readonly grants: readonly Grant[];
  readonly paused: boolean;
  /** How the visitor came in; null before. */
  readonly joinedBy: 'link' | 'code' | null;
}

export const emptyRoster: Roster = {
  self: null,
  participants: [],
  grants: [],
  paused: false,
  joinedBy: null,
};

/** The roster after a message. Messages about other things leave it as it is. */
export const rosterAfter = (roster: Roster, message: ServerMessage): Roster => {
  switch (message.type) {
    case 'joined': {
      const { number, participants, grants, paused, joinedBy } = message;
      return { self: number, participants, grants, paused, joinedBy };
    }
    case 'participant.joined': {
      const others = without(roster, message.participant.number);
      const joinedBy = message.joinedBy ?? roster.joinedBy;
      return { ...roster, joinedBy, participants: [...others, message.participant] };
    }
    case 'participant.left': {
      const participants = roster.participants.map((one) =>
        one.number === message.number ? { ...one, present: false } : one,
      );
      return { ...roster, participants };
    }
    case 'grants.changed':
      return { ...roster, grants: message.grants };
    case 'sharing.changed':
      return { ...roster, paused: message.paused };
    default:
      return roster;
  }
};

const without = ({ participants }: Roster, number: number): readonly ParticipantView[] =>
  participants.filter((one) => one.number !== number);
