import {
  encodeHeader,
  type FrameKind,
  frameFlags,
  headerBytes,
  kindRules,
  type Role,
} from '../../protocol/frame.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { type Compressor, createCompressor } from './compressor.ts';
import { frameKey } from './content-keys.ts';
import { longestBody, pad } from './padding.ts';

/** AES-GCM's tag. */
const tagBytes = 16;

/** Whose stream it is, and under which generation. */
export interface StreamIdentity {
  readonly sessionId: string;
  readonly role: Role;
  readonly sender: number;
  readonly generation: number;
  readonly stream: bigint;
  /** The visitor's stream of this generation. */
  readonly addressed: bigint;
}

export interface FrameSealerNeeds extends StreamIdentity {
  rootOf(kind: FrameKind): Promise<Uint8Array<ArrayBuffer>>;
}

/** Turns the bodies of one stream into frames. */
export interface FrameSealer {
  /** One frame, or more when the body is large. Numbers are given in the order of calls. @throws RangeError over a bound. */
  seal(kind: FrameKind, body: Uint8Array, keyframe: boolean): Promise<Uint8Array<ArrayBuffer>[]>;
  /** The epoch that the last keyframe of this kind began; 0 before the first. */
  epochOf(kind: FrameKind): number;
}

interface KindState {
  readonly key: Promise<CryptoKey>;
  readonly compress: Compressor;
  epoch: number;
  sequence: number;
}

export const createFrameSealer = (needs: FrameSealerNeeds): FrameSealer => {
  const states = new Map<FrameKind, KindState>();

  const stateOf = (kind: FrameKind): KindState => {
    const known = states.get(kind);
    if (known) return known;
    const key = needs.rootOf(kind).then((root) => frameKey(root, needs));
    const state: KindState = { key, compress: createCompressor(kind), epoch: 0, sequence: 0 };
    states.set(kind, state);
    return state;
  };

  return {
    async seal(kind, body, keyframe) {
      const state = stateOf(kind);
      if (keyframe) state.epoch += 1;
      const parts = split(compressed(state, body, keyframe), longestPart(kind));
      const frames = parts.map((part, index) => ({
        part,
        header: encodeHeader({
          version: protocolVersion,
          kind,
          flags: (keyframe ? frameFlags.keyframe : 0) | (index < parts.length - 1 ? frameFlags.more : 0),
          key: needs.generation,
          sender: needs.sender,
          stream: needs.stream,
          epoch: state.epoch,
          sequence: next(state),
        }),
      }));
      const key = await state.key;
      return Promise.all(frames.map(({ part, header }) => sealFrame(key, header, part)));
    },
    epochOf: (kind) => states.get(kind)?.epoch ?? 0,
  };
};

/** A body that can't be sent leaves a gap in the numbers: who reads the stream must learn that something is missing. */
const compressed = (state: KindState, body: Uint8Array, keyframe: boolean): Uint8Array => {
  try {
    return state.compress(body, keyframe);
  } catch (error) {
    next(state);
    throw error;
  }
};

/** The nonce of a frame: 8 zero bytes, then the sequence. Unique, because a key is one kind's in one stream. */
export const nonceOf = (sequence: number): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, sequence);
  return nonce;
};

const sealFrame = async (
  key: CryptoKey,
  header: Uint8Array<ArrayBuffer>,
  part: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> => {
  const iv = nonceOf(new DataView(header.buffer).getUint32(21));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, key, pad(part));
  const frame = new Uint8Array(headerBytes + sealed.byteLength);
  frame.set(header);
  frame.set(new Uint8Array(sealed), headerBytes);
  return frame;
};

const next = (state: KindState): number => {
  // A repeated nonce would give away both bodies.
  if (state.sequence > 0xffff_ffff) throw new RangeError('stream used up');
  return state.sequence++;
};

const longestPart = (kind: FrameKind): number =>
  longestBody(kindRules[kind].maxBytes - headerBytes - tagBytes);

const split = (body: Uint8Array, size: number): Uint8Array[] => {
  const parts = [body.subarray(0, size)];
  for (let start = size; start < body.byteLength; start += size)
    parts.push(body.subarray(start, start + size));
  return parts;
};
