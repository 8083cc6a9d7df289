import type { Role } from '../../protocol/frame.ts';
import type { Participant } from '../relay/participant.ts';
import type { RoomMessage } from '../relay/room-host.ts';

interface Rule {
  readonly from: readonly Role[];
  /** Whether somebody may say it who takes no frames: on our join page, or after the end. */
  readonly withoutFrames: boolean;
}

/** Who may say what. */
const rules: Readonly<Record<RoomMessage['type'], Rule>> = {
  'key.offered': { from: ['visitor'], withoutFrames: false },
  'grant.changed': { from: ['visitor'], withoutFrames: false },
  'grant.requested': { from: ['agent'], withoutFrames: false },
  'grant.refused': { from: ['visitor'], withoutFrames: false },
  'grant.released': { from: ['agent'], withoutFrames: false },
  'recording.keyed': { from: ['visitor'], withoutFrames: false },
  'sharing.changed': { from: ['visitor'], withoutFrames: false },
  'words.committed': { from: ['visitor'], withoutFrames: true },
  'words.answered': { from: ['agent'], withoutFrames: true },
  'words.revealed': { from: ['visitor'], withoutFrames: true },
  'words.sealed': { from: ['visitor', 'agent'], withoutFrames: true },
  'words.judged': { from: ['visitor', 'agent'], withoutFrames: true },
  'reopening.requested': { from: ['visitor', 'agent'], withoutFrames: true },
  'reopening.refused': { from: ['visitor', 'agent'], withoutFrames: true },
  'end.requested': { from: ['visitor', 'agent'], withoutFrames: false },
};

/** Whether this participant may say this at all. */
export const maySay = ({ role, takesFrames }: Participant, { type }: RoomMessage): boolean =>
  rules[type].from.includes(role) && (takesFrames || rules[type].withoutFrames);
