import type { FrameKind } from '../../protocol/frame.ts';
import { bounded, compressionOf, lengthBytes } from './compression.ts';
import { createDeflate } from './deflate.ts';

/** Compresses the bodies of one kind in one stream, in order. A keyframe forgets what went before. @throws RangeError over the bound. */
export type Compressor = (body: Uint8Array, keyframe: boolean) => Uint8Array;

/**
 * One window over the bodies of an epoch: each is a deflate stream whose preset dictionary is the 32 KiB before it (RFC 1950's
 * idea, without its header).
 */
export const createCompressor = (kind: FrameKind): Compressor => {
  if (compressionOf[kind] === 'none') return bounded;
  let deflate = createDeflate();
  return (body, keyframe) => {
    if (keyframe || compressionOf[kind] === 'alone') deflate = createDeflate();
    const deflated = deflate(bounded(body));
    const said = new Uint8Array(lengthBytes + deflated.byteLength);
    new DataView(said.buffer).setUint32(0, body.byteLength);
    said.set(deflated, lengthBytes);
    return said;
  };
};
