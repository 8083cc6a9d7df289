import type { FrameHeader, FrameKind, Role } from '../../protocol/frame.ts';
import {
  createFrameOpener,
  type FrameOpener,
  type FrameOpenerNeeds,
  type OpenedFrame,
} from './frame-opener.ts';

export interface SendersNeeds extends Omit<FrameOpenerNeeds, 'role' | 'sender' | 'stream' | 'rootOf'> {
  /** The root of a kind, as this sender has it. */
  rootFor(sender: number): (kind: FrameKind) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Opens a frame of the participant that its header names, in this role. */
export type OpenFromSenders = (
  header: FrameHeader,
  role: Role,
  frame: Uint8Array<ArrayBuffer>,
) => Promise<OpenedFrame>;

/** Opens what everybody seals under one generation: one stream a sender, whichever opened first. */
export const openFromSenders = (needs: SendersNeeds): OpenFromSenders => {
  const senders = new Map<number, readonly [stream: bigint, opener: FrameOpener]>();
  return async (header, role, frame) => {
    const { sender } = header;
    const known = senders.get(sender);
    const stream = known?.[0] ?? (role === 'visitor' ? needs.addressed : header.stream);
    const opener =
      known?.[1] ?? createFrameOpener({ ...needs, role, sender, stream, rootOf: needs.rootFor(sender) });
    if (header.stream !== stream) return { type: 'refused' };
    const opened = await opener.open(header, frame);
    // Only what opened fixes a sender's stream; a forged first frame must not.
    if (opened.type !== 'refused') senders.set(sender, [stream, opener]);
    return opened;
  };
};
