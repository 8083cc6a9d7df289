import type { Role } from '../../protocol/frame.ts';
import type { Participant } from '../relay/participant.ts';
import type { RoomMessage } from '../relay/room-host.ts';

interface Rule {
  readonly from: readonly Role[];
  /** Whether a visitor who is still on our join page may say it too. */
  readonly onJoinPage: boolean;
}

/** Who may say what. */
const rules: Readonly<Record<RoomMessage['type'], Rule>> = {
  'key.offered': { from: ['visitor'], onJoinPage: false },
  'grant.changed': { from: ['visitor'], onJoinPage: false },
  'grant.requested': { from: ['agent'], onJoinPage: false },
  'grant.refused': { from: ['visitor'], onJoinPage: false },
  'grant.released': { from: ['agent'], onJoinPage: false },
  'sharing.changed': { from: ['visitor'], onJoinPage: false },
  'words.committed': { from: ['visitor'], onJoinPage: true },
  'words.answered': { from: ['agent'], onJoinPage: true },
  'words.revealed': { from: ['visitor'], onJoinPage: true },
  'words.sealed': { from: ['visitor', 'agent'], onJoinPage: true },
  'words.judged': { from: ['visitor', 'agent'], onJoinPage: true },
  'end.requested': { from: ['visitor', 'agent'], onJoinPage: false },
};

/** Whether this participant may say this at all. */
export const maySay = ({ role, takesFrames }: Participant, { type }: RoomMessage): boolean =>
  rules[type].from.includes(role) && (takesFrames || rules[type].onJoinPage);
