import {
  sealedRange,
  sealedSegmentBytes,
  segmentBytes,
  segmentContext,
  segmentCount,
  segmentNonce,
} from '../../protocol/sealed-object.ts';
import { concat } from '../seal/concat.ts';
import { type HpkeKey, hpkeOpen } from '../seal/hpke.ts';
import type { HpkeSealed } from '../seal/hpke-exchange.ts';
import { fetchedContent, type RecordingContent } from './recording-content.ts';
import { RecordingDamaged } from './recording-damaged.ts';

interface SealedDataKey {
  readonly tenantId: string;
  readonly artifactId: string;
  readonly dataKey: HpkeSealed;
}

/** Opens the key of one artifact with the tenant's. @throws HpkeError when it was sealed to another, or for another artifact. */
export const openDataKey = async (
  { tenantId, artifactId, dataKey }: SealedDataKey,
  key: HpkeKey,
): Promise<CryptoKey> => {
  const { value } = await hpkeOpen(dataKey, key, { info: `handrail/1 artifact|${tenantId}|${artifactId}` });
  return crypto.subtle.importKey('raw', value, 'AES-GCM', false, ['decrypt']);
};

interface SealedContentNeeds {
  readonly artifactId: string;
  /** Of the content, not of what it is sealed in. */
  readonly bytes: number;
  readonly dataKey: CryptoKey;
  /** Bytes of the sealed object, first and last included. */
  fetchSealed(first: number, last: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** What lies there sealed, opened by segments as they are needed. */
export const sealedContent = (needs: SealedContentNeeds): RecordingContent =>
  fetchedContent({
    bytes: needs.bytes,
    chunkBytes: 2 * segmentBytes,
    fetchChunk: async (first, last) => {
      const range = sealedRange(needs.bytes, { start: first, end: last + 1 });
      if (!range) return new Uint8Array(0);
      const sealed = await needs.fetchSealed(range.start, range.end - 1);
      const segments = Array.from({ length: range.last - range.first + 1 }, (_, index) =>
        openSegment(
          needs,
          range.first + index,
          sealed.subarray(index * sealedSegmentBytes, (index + 1) * sealedSegmentBytes),
        ),
      );
      return concat(...(await Promise.all(segments)));
    },
  });

const openSegment = async (
  { artifactId, bytes, dataKey }: SealedContentNeeds,
  index: number,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> => {
  const isLast = index === segmentCount(bytes) - 1;
  const additionalData = segmentContext(artifactId, isLast ? bytes : null);
  const algorithm = { name: 'AES-GCM', iv: segmentNonce(index, isLast), additionalData };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, dataKey, sealed));
  } catch (cause) {
    if (cause instanceof DOMException) throw new RecordingDamaged('A segment does not open.', { cause });
    throw cause;
  }
};
