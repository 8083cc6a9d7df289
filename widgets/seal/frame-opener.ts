import { type FrameHeader, type FrameKind, frameFlags, headerBytes } from '../../protocol/frame.ts';
import { largestBody } from './compression.ts';
import { frameKey } from './content-keys.ts';
import type { Expander } from './expander.ts';
import { nonceOf, type StreamIdentity } from './frame-sealer.ts';
import { unpad } from './padding.ts';

export type OpenedFrame =
  | { readonly type: 'body'; readonly body: Uint8Array; readonly keyframe: boolean; readonly epoch: number }
  /** The first part of a body whose rest is still to come. */
  | { readonly type: 'part' }
  /** Something before this frame is missing. `page` and `device` go on with the next keyframe; other kinds don't. */
  | { readonly type: 'gap' }
  /** Not sealed by who it says, replayed, changed on the way, or after a gap. */
  | { readonly type: 'refused' };

export interface FrameOpenerNeeds extends StreamIdentity {
  rootOf(kind: FrameKind): Promise<Uint8Array<ArrayBuffer>>;
  createExpander(kind: FrameKind): Expander;
  /** Reading begins in the middle of the stream: the first frame of a kind is taken for its start. A page still begins with a keyframe. */
  readonly fromMiddle?: boolean;
}

/** Opens the frames of one stream, in order. */
export interface FrameOpener {
  open(header: FrameHeader, frame: Uint8Array<ArrayBuffer>): Promise<OpenedFrame>;
}

interface KindState {
  readonly key: Promise<CryptoKey>;
  readonly expand: Expander;
  nextSequence: number;
  epoch: number;
  broken: boolean;
  parts: Uint8Array[];
}

const refused: OpenedFrame = { type: 'refused' };
/** Each body of kind `file` says by itself where it belongs, and is sent as a keyframe. */
const restartable: ReadonlySet<FrameKind> = new Set(['page', 'device', 'file']);

export const createFrameOpener = (needs: FrameOpenerNeeds): FrameOpener => {
  const states = new Map<FrameKind, KindState>();

  const stateOf = ({ kind, sequence }: FrameHeader): KindState => {
    const known = states.get(kind);
    if (known) return known;
    const state: KindState = {
      key: needs.rootOf(kind).then((root) => frameKey(root, needs)),
      expand: needs.createExpander(kind),
      nextSequence: needs.fromMiddle ? sequence : 0,
      epoch: 0,
      broken: false,
      parts: [],
    };
    states.set(kind, state);
    return state;
  };

  return {
    async open(header, frame) {
      const state = stateOf(header);
      if (header.sequence < state.nextSequence) return refused;
      const part = await openFrame(await state.key, header.sequence, frame);
      return part ? place(state, header, part) : refused;
    },
  };
};

const openFrame = async (
  key: CryptoKey,
  sequence: number,
  frame: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const algorithm = {
    name: 'AES-GCM',
    iv: nonceOf(sequence),
    additionalData: frame.subarray(0, headerBytes),
  };
  try {
    const padded = await crypto.subtle.decrypt(algorithm, key, frame.subarray(headerBytes));
    return unpad(new Uint8Array(padded));
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

/** Decides what an authentic part means for its kind. */
const place = (state: KindState, header: FrameHeader, part: Uint8Array): OpenedFrame => {
  const keyframe = (header.flags & frameFlags.keyframe) !== 0;
  const missing = header.sequence !== state.nextSequence;
  state.nextSequence = header.sequence + 1;
  // Each keyframe is a new epoch: its first part is the one that names an epoch not seen before.
  const restarts = restartable.has(header.kind) && keyframe && header.epoch > state.epoch;
  if (missing && !restarts) return breakOff(state);
  if (state.broken && !restarts) return refused;
  if (restarts) Object.assign(state, { broken: false, parts: [], epoch: header.epoch });
  if (header.epoch !== state.epoch) return breakOff(state);
  state.parts.push(part);
  if (sizeOf(state.parts) > largestBody) return breakOff(state);
  if (header.flags & frameFlags.more) return { type: 'part' };
  return expand(state, keyframe);
};

const expand = (state: KindState, keyframe: boolean): OpenedFrame => {
  const compressed = joined(state.parts);
  state.parts = [];
  try {
    const body = state.expand(compressed, keyframe);
    return { type: 'body', body, keyframe, epoch: state.epoch };
  } catch {
    // The sender is authentic and its body is not what it says: this stream can't be followed further.
    return breakOff(state);
  }
};

const breakOff = (state: KindState): OpenedFrame => {
  state.broken = true;
  state.parts = [];
  return { type: 'gap' };
};

const sizeOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, part) => sum + part.byteLength, 0);

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = new Uint8Array(sizeOf(parts));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.byteLength;
  }
  return all;
};
