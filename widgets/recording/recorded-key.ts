import { fromBase64Url } from '../../protocol/base64url.ts';
import {
  type RecordedKind,
  recordedKinds,
  recordingInfo,
  type SealedRoots,
  sealedRootsBytes,
} from '../../protocol/recording.ts';
import { type HpkeKey, hpkeOpen } from '../seal/hpke.ts';
import { RecordingDamaged } from './recording-damaged.ts';

/** What opens the recorded frames of one generation, and no other frames. */
export interface RecordedKey {
  readonly generation: number;
  /** The visitor's number in the room. */
  readonly visitor: number;
  readonly visitorStream: bigint;
  readonly roots: ReadonlyMap<RecordedKind, Uint8Array<ArrayBuffer>>;
}

interface OpenedRoots {
  readonly generation: number;
  readonly visitor: number;
  /** Base64url of `sealedRootsBytes` bytes. */
  readonly roots: string;
}

/** From roots that the server has opened. @throws RecordingDamaged when they are none. */
export const recordedKeyOf = ({ generation, visitor, roots }: OpenedRoots): RecordedKey =>
  keyOf({ generation, visitor }, fromBase64Url(roots) ?? new Uint8Array(0));

/** Opens sealed roots with the tenant's key. @throws HpkeError when they were sealed to another, or changed. */
export const openRecordedKey = async (
  { generation, visitor, enc, sealed }: SealedRoots,
  key: HpkeKey,
  sessionId: string,
): Promise<RecordedKey> => {
  const info = recordingInfo(sessionId, visitor, generation);
  const { value } = await hpkeOpen({ enc, sealed }, key, { info });
  return keyOf({ generation, visitor }, value);
};

const keyOf = (
  of: Pick<RecordedKey, 'generation' | 'visitor'>,
  bytes: Uint8Array<ArrayBuffer>,
): RecordedKey => {
  if (bytes.byteLength !== sealedRootsBytes) throw new RecordingDamaged('A recording’s key is incomplete.');
  const visitorStream = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  const roots = recordedKinds.map((kind, index) => {
    const start = 8 + 32 * index;
    return [kind, bytes.slice(start, start + 32)] as const;
  });
  return { ...of, visitorStream, roots: new Map(roots) };
};
