import type { CloseReason } from '../../protocol/close-codes.ts';
import type { ClientMessageOf } from '../../protocol/control.ts';
import type { Role } from '../../protocol/frame.ts';
import type { RoomHost } from './room-host.ts';

/** Somebody who has opened a connection and not yet said who they are. */
export interface Arrival {
  readonly sessionId: string;
  /** As the browser sent it. */
  readonly origin: string;
}

export interface JoinAttempt extends Arrival {
  readonly challenge: string;
  readonly request: ClientMessageOf<'join.requested'>;
}

export interface Admission {
  readonly number: number;
  readonly role: Role;
  /** What the others see. */
  readonly name: string;
  /** An agent's public key for this page load (raw P-256 point, base64url); null for visitors. */
  readonly hpkeKey: string | null;
  /** False on our own join page: it neither sends frames nor is sent any. */
  readonly takesFrames: boolean;
  /** The room's, the same for everyone in it. */
  readonly host: RoomHost;
}

/** Decides who comes into which room. */
export interface Door {
  /** Whether a page of this origin has any business with this session. Null: it may say who it is. */
  refuses(arrival: Arrival): Promise<CloseReason | null>;
  admit(attempt: JoinAttempt): Promise<Admission | CloseReason>;
}
