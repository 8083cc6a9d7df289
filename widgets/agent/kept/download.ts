import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import { saveBlob } from '../screenshot/save-blob.ts';

type FetchBytes = (id: string, range: readonly [first: number, last: number]) => Promise<Blob>;

/** So much at a time comes within a call's time on a slow line. */
const partBytes = 1024 * 1024;

/** Fetches something that is kept, and saves it on this computer. */
export const download = async (
  { id, name, bytes, contentType }: ArtifactView,
  fetchBytes: FetchBytes,
): Promise<void> => {
  const parts: Blob[] = [];
  for (let first = 0; first < bytes; first += partBytes)
    parts.push(await fetchBytes(id, [first, Math.min(first + partBytes, bytes) - 1]));
  saveBlob(new Blob(parts, { type: contentType }), name ?? id);
};
