import type { FileHandle } from 'node:fs/promises';

/** Writes pieces one after the other, from this place in the file on. */
export const writePieces = async (
  handle: FileHandle,
  pieces: readonly Uint8Array[],
  position: number,
): Promise<void> => {
  let left = pieces;
  for (let at = position; left.length > 0; ) {
    const { bytesWritten } = await handle.writev([...left], at);
    at += bytesWritten;
    // A disk takes less than it was given when it is nearly full; the rest says so.
    left = behind(left, bytesWritten);
  }
};

const behind = (pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] => {
  let passed = 0;
  return pieces.flatMap((piece) => {
    const from = Math.max(0, bytes - passed);
    passed += piece.length;
    return from < piece.length ? piece.subarray(from) : [];
  });
};
