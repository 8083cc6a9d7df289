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
  // Most files are compressed already, and the visitor's end has nothing to expand with.
  file: 'none',
  drawing: 'none',
  pointer: 'none',
  input: 'none',
  chat: 'none',
  call: 'none',
};

/** @throws RangeError when the body is over the bound. */
export const bounded = (body: Uint8Array): Uint8Array => {
  if (body.byteLength > largestBody) throw new RangeError('body too large');
  return body;
};
