import type { CloseReason } from '../../protocol/close-codes.ts';
import type { ClientMessage } from '../../protocol/control.ts';
import type { FrameKind } from '../../protocol/frame.ts';
import type { Frame } from './frame.ts';
import type { Participant } from './participant.ts';

/** What happens to a frame: `drop` is for one that was right when it was sent; a close reason is for one that never was. */
export type Verdict = 'forward' | 'drop' | CloseReason;

/** What a participant may say once joined. The room itself answers the rest. */
export type RoomMessage = Exclude<
  ClientMessage,
  { type: 'join.requested' } | { type: 'keyframe.requested' } | { type: 'ping' }
>;

/** What decides for one room. The relay asks it and knows nothing of sessions. */
export interface RoomHost {
  /** For every frame, after its sender, role, size and rate were found right: it must be quick. */
  gate(from: Participant, kind: FrameKind): Verdict;
  /** Sees every frame that is passed on; it came at this time, in milliseconds of the node’s clock. */
  tap(from: Participant, frame: Frame, at: number): void;
  /** In the order in which the room's messages came. @throws what is a bug: the sender is closed with `internal`. */
  heard(from: Participant, message: RoomMessage): Promise<void>;
  /** Called once this participant can be sent to. `again`: it took its own earlier connection's place. */
  arrived(participant: Participant, again: boolean): void;
  left(participant: Participant): void;
}
