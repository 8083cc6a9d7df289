import { type RecordedKind, recordedKinds, sealedRootsBytes } from '../../protocol/recording.ts';

/** A content key that is about to be offered, as far as a recording may know of it. */
export interface NewGeneration {
  readonly generation: number;
  /** The visitor's number. */
  readonly visitor: number;
  readonly visitorStream: bigint;
  /** Opens this kind and no other. */
  rootOf(kind: RecordedKind): Promise<Uint8Array<ArrayBuffer>>;
}

/** What is sealed to the recording key: the visitor's stream, then one root a recorded kind. */
export const recordedRoots = async ({
  visitorStream,
  rootOf,
}: NewGeneration): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = new Uint8Array(sealedRootsBytes);
  new DataView(bytes.buffer).setBigUint64(0, visitorStream);
  for (const [index, root] of (await Promise.all(recordedKinds.map(rootOf))).entries())
    bytes.set(root, 8 + 32 * index);
  return bytes;
};
