import type { Anchor } from '../../protocol/anchor.ts';
import type { FrameKind } from '../../protocol/frame.ts';
import { DrawingBody, PointerBody } from '../../protocol/pointer.ts';
import { placeAnchor } from '../capture/anchors.ts';
import type { Capture } from '../capture/capture.ts';
import { startCapture } from '../capture/start-capture.ts';
import type { MaskPolicy } from '../masking/mask-policy.ts';
import type { BodyOrigin } from '../seal/sealed-channel.ts';
import type { VisitorRoom } from '../seal/visitor-room.ts';
import type { Consent } from './consent.ts';
import { readBody } from './core-body.ts';
import { shareControl } from './core-control.ts';
import { sendOwnPointer } from './core-pointer.ts';
import type { Overlay, Place } from './overlay.ts';
import type { SnippetNatives } from './snippet-natives.ts';
import type { LoadPart } from './snippet-parts.ts';

export interface SharingNeeds {
  readonly room: VisitorRoom;
  readonly consent: Consent;
  readonly policy: MaskPolicy;
  readonly natives: SnippetNatives;
  readonly overlay: Overlay;
  readonly load: LoadPart;
  isOwn(node: Node): boolean;
  /** Bytes that wait on the way to the server. */
  bufferedBytes(): number;
}

/** The page being shown: what leaves it, and what the agents do on it. */
export interface Sharing {
  /** Where an anchor is now; null when its node is gone or not visible. */
  locate(anchor: Anchor): Place | null;
  /** What is allowed has changed. */
  prepare(): void;
  keyframe(nonces: readonly string[]): void;
  take(kind: FrameKind, body: Uint8Array, origin: BodyOrigin): void;
  stop(): void;
}

const backedUpBytes = 256 * 1024;

export const startSharing = (needs: SharingNeeds): Sharing => {
  const { room, consent, policy, natives, overlay, isOwn } = needs;
  const abort = new AbortController();
  const capture: Capture = startCapture({
    document,
    policy,
    isOwn,
    send: (body, options) => void room.sendBody('page', body, options),
    backedUp: () => needs.bufferedBytes() + room.pendingBytes > backedUpBytes,
  });
  const control = shareControl({ ...needs, capture });
  sendOwnPointer({ room, capture, natives, signal: abort.signal });

  const isCurrent = (page: { readonly stream: string; readonly epoch: number }): boolean =>
    room.page?.stream === page.stream && room.page.epoch === page.epoch;

  const point = (body: Uint8Array, sender: number): void => {
    const pointer = readBody(PointerBody, body);
    const name = room.roster.participants.find(({ number }) => number === sender)?.name ?? '';
    if (pointer && isCurrent(pointer.page)) overlay.pointer(sender, name, pointer);
  };

  const draw = (body: Uint8Array, sender: number): void => {
    const drawing = readBody(DrawingBody, body);
    if (!drawing) return;
    if (drawing.type === 'drawings.cleared' || isCurrent(drawing.page)) overlay.drawing(sender, drawing);
  };

  return {
    locate: (anchor) => placeAnchor(capture, anchor),
    prepare: control.prepare,
    keyframe(nonces) {
      // Its ids are new; what hung on the old ones would hang on something else.
      overlay.clear();
      capture.keyframe(nonces);
    },
    take(kind, body, { sender }) {
      if (kind === 'input') control.act(body);
      if (kind === 'pointer' && consent.allows('view')) point(body, sender);
      if (kind === 'drawing' && consent.allows('view')) draw(body, sender);
    },
    stop() {
      abort.abort();
      control.stop();
      capture.stop();
    },
  };
};
