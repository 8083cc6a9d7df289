/** Takes pieces of memory, in the order in which they came, whose last reader is done with them. */
type GiveBack = (piece: Uint8Array) => void;

/**
 * Frees memory at once, when all of it was given back: from the beginning to the end, so that nobody else has any of it, as of a pool. Left to the collector, which
 * barely sees how large pieces are, a transfer would hold a hundred megabytes of them. Whoever looks at a freed piece after all finds it empty. Sockets read into
 * memory of a piece's size, those with TLS into such of four pieces.
 */
export const givingBack = (): GiveBack => {
  let memory: ArrayBufferLike | null = null;
  let upTo = 0;
  return ({ buffer, byteOffset, byteLength }) => {
    if (buffer !== memory) [memory, upTo] = [buffer, 0];
    // What does not go on where the last one ended leaves out somebody else's: this memory is never freed.
    upTo = byteOffset === upTo ? upTo + byteLength : Number.NaN;
    if (!(buffer instanceof ArrayBuffer) || upTo !== buffer.byteLength || upTo === 0) return;
    buffer.transfer(0);
    memory = null;
  };
};
