import type { FileHandle } from 'node:fs/promises';

/** Writes pieces one after the other, from this place in the file on; null: behind what was written to it last, or at its end where it is open for appending. Returns how many bytes that were. */
export const writePieces = async (
  handle: FileHandle,
  pieces: readonly Uint8Array[],
  position: number | null,
): Promise<number> => {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const { bytesWritten } = await handle.writev([...pieces], position ?? undefined);
  if (bytesWritten === bytes) return bytes;
  // A disk takes less than it was given when it is nearly full; the rest says so.
  const rest = Buffer.concat(pieces).subarray(bytesWritten);
  for (let at = 0; at < rest.length; ) {
    const to = position === null ? null : position + bytesWritten + at;
    at += (await handle.write(rest, at, rest.length - at, to)).bytesWritten;
  }
  return bytes;
};
