import { RunningSha256 } from '../seal/running-sha256.ts';

const sliceBytes = 1024 * 1024;

/** SHA-256 of a file, hexadecimal, a slice at a time. @throws DOMException when it can't be read, or once it is broken off. */
export const hashFile = async (
  file: Blob,
  { signal, onMoved }: { readonly signal: AbortSignal; readonly onMoved: (done: number) => void },
): Promise<string> => {
  const hash = new RunningSha256();
  for (let at = 0; at < file.size; at += sliceBytes) {
    signal.throwIfAborted();
    const slice = new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer());
    hash.update(slice);
    onMoved(at + slice.length);
  }
  return hash.digest();
};
