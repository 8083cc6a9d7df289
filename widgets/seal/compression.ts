import { deflateSync, inflateSync } from 'fflate';
import type { FrameKind } from '../../protocol/frame.ts';

/** The most that one body may hold, in bytes, before compression and after. */
export const largestBody = 32 * 1024 * 1024;

const windowBytes = 32_768;
const lengthBytes = 4;

const modes: Readonly<Record<FrameKind, 'window' | 'alone' | 'none'>> = {
  page: 'window',
  device: 'window',
  asset: 'alone',
  console: 'alone',
  drawing: 'alone',
  file: 'alone',
  pointer: 'none',
  input: 'none',
  chat: 'none',
  call: 'none',
};

/** Compresses or expands the bodies of one kind in one stream, in order. A keyframe forgets what went before. */
export interface Compression {
  /** @throws RangeError when the body is over the bound. */
  compress(body: Uint8Array, keyframe: boolean): Uint8Array;
  /** @throws RangeError when the result would be over the bound, or is not what was said. */
  expand(compressed: Uint8Array, keyframe: boolean): Uint8Array;
}

/**
 * One window over the bodies of an epoch: each is a deflate stream whose preset dictionary is the 32 KiB before it (RFC 1950's
 * idea, without its header). fflate's streaming `flush` leaves the last bits of some bodies behind; this can't.
 */
export const createCompression = (kind: FrameKind): Compression => {
  const mode = modes[kind];
  if (mode === 'none') return { compress: bounded, expand: bounded };
  let before = new Uint8Array(0);

  const remember = (body: Uint8Array): void => {
    if (mode === 'window') before = lastOf(before, body);
  };
  const open = (keyframe: boolean): { dictionary?: Uint8Array } => {
    if (keyframe) before = new Uint8Array(0);
    return before.byteLength > 0 ? { dictionary: before } : {};
  };

  return {
    compress(body, keyframe) {
      const deflated = deflateSync(bounded(body), { ...open(keyframe), mem: 2 });
      remember(body);
      const said = new Uint8Array(lengthBytes + deflated.byteLength);
      new DataView(said.buffer).setUint32(0, body.byteLength);
      said.set(deflated, lengthBytes);
      return said;
    },
    expand(compressed, keyframe) {
      const out = new Uint8Array(lengthSaid(compressed));
      const body = inflateSync(compressed.subarray(lengthBytes), { ...open(keyframe), out });
      if (body.byteLength !== out.byteLength) throw new RangeError('a body is shorter than it said');
      remember(body);
      return body;
    },
  };
};

const bounded = (body: Uint8Array): Uint8Array => {
  if (body.byteLength > largestBody) throw new RangeError('a body is over the bound');
  return body;
};

const lengthSaid = (compressed: Uint8Array): number => {
  if (compressed.byteLength < lengthBytes) throw new RangeError('a body says no length');
  const length = new DataView(compressed.buffer, compressed.byteOffset).getUint32(0);
  if (length > largestBody) throw new RangeError('a body is over the bound');
  return length;
};

const lastOf = (before: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  if (body.byteLength >= windowBytes) return body.slice(-windowBytes);
  const kept = before.subarray(Math.max(0, before.byteLength + body.byteLength - windowBytes));
  const both = new Uint8Array(kept.byteLength + body.byteLength);
  both.set(kept);
  both.set(body, kept.byteLength);
  return both;
};
