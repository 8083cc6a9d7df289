import type { FrameKind, Role } from '../../protocol/frame.ts';
import { kindRoot, makeStream } from './content-keys.ts';
import type { Expander } from './expander.ts';
import { createFrameSealer, type FrameSealer } from './frame-sealer.ts';
import type { OfferedKey } from './key-offer.ts';
import { type OpenFromSenders, openFromSenders } from './open-from-senders.ts';

export interface KeyGenerationNeeds extends OfferedKey {
  readonly sessionId: string;
  readonly generation: number;
  readonly role: Role;
  readonly self: number;
  /** The root of `input` that this agent and the visitor share; null for an agent who has none. */
  inputRootOf(agent: number): Uint8Array<ArrayBuffer> | null;
  /** Undoes the compression of what this end is sent. */
  createExpander(kind: FrameKind): Expander;
}

/**
 * All that is sealed under one content key. Every participant has exactly one stream in a generation, so that whatever an older
 * page load, connection or holder sealed can't be opened under it.
 */
export interface KeyGeneration {
  readonly generation: number;
  readonly visitorStream: bigint;
  seal(kind: FrameKind, body: Uint8Array, keyframe: boolean): Promise<Uint8Array<ArrayBuffer>[]>;
  /** The epoch of this participant's own frames of a kind; 0 before its first keyframe. */
  epochOf(kind: FrameKind): number;
  readonly open: OpenFromSenders;
}

export const createKeyGeneration = (needs: KeyGenerationNeeds): KeyGeneration => {
  const { generation, visitorStream, sessionId } = needs;
  const common = { sessionId, generation, addressed: visitorStream };

  const rootFor = (agent: number) => (kind: FrameKind) => {
    if (kind !== 'input') return kindRoot(needs.contentKey, kind);
    const root = needs.inputRootOf(agent);
    // Random bytes that nobody has: such a sender's input opens under no key.
    return Promise.resolve(root ?? crypto.getRandomValues(new Uint8Array(32)));
  };

  const ownStream = needs.role === 'visitor' ? visitorStream : makeStream();
  const sealer: FrameSealer = createFrameSealer({
    ...common,
    role: needs.role,
    sender: needs.self,
    stream: ownStream,
    rootOf: rootFor(needs.self),
  });

  return {
    generation,
    visitorStream,
    seal: (kind, body, keyframe) => sealer.seal(kind, body, keyframe),
    epochOf: (kind) => sealer.epochOf(kind),
    open: openFromSenders({ ...common, rootFor, createExpander: needs.createExpander }),
  };
};
