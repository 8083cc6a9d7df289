import { inflateSync } from 'fflate';
import type { FrameKind } from '../../protocol/frame.ts';
import { bounded, compressionOf, largestBody, lengthBytes } from './compression.ts';

/** Expands the bodies of one kind in one stream, in order. @throws RangeError when one would be over the bound, or isn't what it said. */
export type Expander = (compressed: Uint8Array, keyframe: boolean) => Uint8Array;

/** The other end of `createCompressor`. Only the agent's end has it: what a visitor is sent is never compressed. */
export const createExpander = (kind: FrameKind): Expander => {
  if (compressionOf[kind] === 'none') return bounded;
  const window = createWindow(kind);
  return (compressed, keyframe) => {
    const out = new Uint8Array(lengthSaid(compressed));
    const body = inflateSync(compressed.subarray(lengthBytes), { ...window.before(keyframe), out });
    if (body.byteLength !== out.byteLength) throw new RangeError('a body is shorter than it said');
    window.remember(body);
    return body;
  };
};

const lengthSaid = (compressed: Uint8Array): number => {
  if (compressed.byteLength < lengthBytes) throw new RangeError('a body says no length');
  const length = new DataView(compressed.buffer, compressed.byteOffset).getUint32(0);
  if (length > largestBody) throw new RangeError('a body is over the bound');
  return length;
};

/** The last 32 KiB of the bodies of an epoch, which the next body can refer to. */
interface Window {
  /** For fflate's options. */
  before(keyframe: boolean): { dictionary?: Uint8Array };
  remember(body: Uint8Array): void;
}

const windowBytes = 32_768;

const createWindow = (kind: FrameKind): Window => {
  let before = new Uint8Array(0);
  return {
    before(keyframe) {
      if (keyframe) before = new Uint8Array(0);
      return before.byteLength > 0 ? { dictionary: before } : {};
    },
    remember(body) {
      if (compressionOf[kind] === 'window') before = lastOf(before, body);
    },
  };
};

const lastOf = (before: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  if (body.byteLength >= windowBytes) return body.slice(-windowBytes);
  const kept = before.subarray(Math.max(0, before.byteLength + body.byteLength - windowBytes));
  const both = new Uint8Array(kept.byteLength + body.byteLength);
  both.set(kept);
  both.set(body, kept.byteLength);
  return both;
};
