import type { Viewing } from '../../../protocol/http/artifacts.ts';
import { openRecordedKey, type RecordedKey, recordedKeyOf } from '../../recording/recorded-key.ts';
import { fetchedContent, type RecordingContent } from '../../recording/recording-content.ts';
import { openDataKey, sealedContent } from '../../recording/sealed-content.ts';
import type { HpkeKey } from '../../seal/hpke.ts';

/** A viewing whose frames can be opened. */
export interface OpenedViewing {
  readonly viewing: Viewing;
  readonly content: RecordingContent;
  readonly keys: readonly RecordedKey[];
}

/** Bytes of what lies there, first and last included. */
export type FetchRange = (first: number, last: number) => Promise<Uint8Array<ArrayBuffer>>;

/** Little enough that going somewhere fetches little that is not needed. */
const chunkBytes = 128 * 1024;

/** Null when the tenant has the key. @throws RecordingDamaged when what the server has opened is no key. */
export const openViewing = (viewing: Viewing, fetchChunk: FetchRange): OpenedViewing | null => {
  const { keys, artifact } = viewing;
  if (keys.heldBy === 'tenant') return null;
  const content = fetchedContent({ bytes: artifact.bytes, chunkBytes, fetchChunk });
  return { viewing, content, keys: keys.roots.map(recordedKeyOf) };
};

interface TenantKey {
  readonly tenantId: string;
  readonly key: HpkeKey;
}

/** Opens it with the tenant's key, here. Null when it was not sealed to this one. */
export const openViewingWith = async (
  viewing: Viewing,
  { tenantId, key }: TenantKey,
  fetchRange: FetchRange,
): Promise<OpenedViewing | null> => {
  const { artifact, keys } = viewing;
  if (keys.heldBy !== 'tenant') return null;
  const { roots, dataKey } = keys;
  const { id: artifactId, bytes, sessionId } = artifact;
  // Whatever is wrong with what was sealed, it is nothing that this key opens.
  const opened = await Promise.all([
    dataKey && openDataKey({ tenantId, artifactId, dataKey }, key),
    ...roots.map((each) => openRecordedKey(each, key, sessionId)),
  ]).catch(() => null);
  if (!opened) return null;
  const [openedKey, ...recordedKeys] = opened;
  const content = openedKey
    ? sealedContent({ artifactId, bytes, dataKey: openedKey, fetchSealed: fetchRange })
    : fetchedContent({ bytes, chunkBytes, fetchChunk: fetchRange });
  return { viewing, content, keys: recordedKeys };
};
