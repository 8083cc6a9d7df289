import type { PageReference } from '../../protocol/anchor.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import type { FrameKind } from '../../protocol/frame.ts';
import type { Roster } from './roster.ts';
import type { BodyOrigin } from './sealed-channel.ts';

/** What was not let through, and why: shown to nobody, useful to those who look for an attack or a fault. */
export type RefusedReason =
  /** An offered key that did not open: another psk, or an old or foreign offer. */
  | 'key'
  /** A frame that was forged, changed or replayed. */
  | 'frame'
  /** A keyframe that answers no request of this page. */
  | 'keyframe';

/** What a sealed room tells. Each is called in the order in which things came. */
export interface SealedRoomEvents {
  /** Every control message, after the room has taken note of it. */
  onMessage?(message: ServerMessage): void;
  /** One whole body, authentic and in order. */
  onBody?(kind: FrameKind, body: Uint8Array, origin: BodyOrigin): void;
  /** Keys are in force: bodies can be sent from now on. */
  onSealed?(): void;
  /** Visitor only: a viewer waits for `sendBody('page', …, { keyframe: true })` that repeats these nonces. */
  onKeyframeWanted?(nonces: readonly string[]): void;
  /** A body is missing. For `page` and `device` a keyframe was asked for already; another kind stays silent until the next key. */
  onGap?(kind: FrameKind): void;
  onRefused?(reason: RefusedReason): void;
  /** A fault of our own, which must not reach the tenant's page. */
  onFault?(error: unknown): void;
}

/** One participant's sealed channel into a room: it hands keys round, and turns bodies into frames and back. */
export interface SealedRoom {
  readonly roster: Roster;
  /** Whether there is a key, so that bodies can be sent. */
  readonly sealed: boolean;
  /** The page that the node ids of bodies belong to: the last keyframe sent or applied. Null before the first. */
  readonly page: PageReference | null;
  /** Bytes of bodies that wait to be sealed. */
  readonly pendingBytes: number;
  send(message: ClientMessage): void;
  /** False when it was dropped: no key yet, paused, or a patch without a keyframe to follow. @throws never; faults go to `onFault`. */
  sendBody(kind: FrameKind, body: Uint8Array, options?: { readonly keyframe?: boolean }): boolean;
  /** The secret that words were compared for, where there was no link. */
  usePsk(psk: Uint8Array<ArrayBuffer>): void;
  /** For what came over the link. */
  receive(message: ServerMessage): void;
  receiveFrame(bytes: Uint8Array<ArrayBuffer>): void;
  /** The link is lost or closed: what was sealed for it is worth nothing. */
  disconnected(): void;
}
