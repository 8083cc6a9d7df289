import type { FrameKind } from '../../protocol/frame.ts';

/** The most that one body may hold, in bytes, before compression and after. */
export const largestBody = 32 * 1024 * 1024;

/** A compressed body says its length first, in this many bytes. */
export const lengthBytes = 4;

/** How the bodies of a kind are compressed: all of an epoch in one window, each alone, or not. Small ones gain nothing. */
export const compressionOf: Readonly<Record<FrameKind, 'window' | 'alone' | 'none'>> = {
  page: 'window',
  device: 'window',
  asset: 'alone',
  console: 'alone',
  file: 'alone',
  drawing: 'none',
  pointer: 'none',
  input: 'none',
  chat: 'none',
  call: 'none',
};

/** The last 32 KiB of the bodies of an epoch, which the next body can refer to. */
export interface Window {
  /** For fflate's options. */
  before(keyframe: boolean): { dictionary?: Uint8Array };
  remember(body: Uint8Array): void;
}

const windowBytes = 32_768;

export const createWindow = (kind: FrameKind): Window => {
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

/** @throws RangeError when the body is over the bound. */
export const bounded = (body: Uint8Array): Uint8Array => {
  if (body.byteLength > largestBody) throw new RangeError('a body is over the bound');
  return body;
};

const lastOf = (before: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  if (body.byteLength >= windowBytes) return body.slice(-windowBytes);
  const kept = before.subarray(Math.max(0, before.byteLength + body.byteLength - windowBytes));
  const both = new Uint8Array(kept.byteLength + body.byteLength);
  both.set(kept);
  both.set(body, kept.byteLength);
  return both;
};
