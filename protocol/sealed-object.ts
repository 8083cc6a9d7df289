/**
 * How content is sealed at rest: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance, https://eprint.iacr.org/2015/189, §7) with AES-256-GCM, under a random key of this object's own.
 *
 * The content is cut into segments of 65,536 bytes; the last has what remains: 1 to 65,536 bytes, or none where the whole content has none. A sealed object is
 * its sealed segments one after another, with nothing before, between or behind them. A sealed segment is its ciphertext, as long as the segment, and 16 bytes of tag.
 *
 * nonce (12 bytes): the segment's number from 0 (11 bytes, big-endian), then 1 in the last segment and 0 in every other
 * additional data: UTF-8 of `handrail/1 artifact|<artifact id>`; in the last segment followed by `|<bytes of the whole content>`, decimal
 *
 * So a segment opens only in its own place of its own object, and only the last as the last. Whoever opens knows from elsewhere how long the content is.
 */
export const segmentBytes = 65_536;
/** Behind each segment's ciphertext. */
export const segmentTagBytes = 16;
export const sealedSegmentBytes = segmentBytes + segmentTagBytes;

/** How many segments so much content has: one at least. */
export const segmentCount = (bytes: number): number => Math.max(1, Math.ceil(bytes / segmentBytes));

/** How long so much content is once it is sealed. */
export const sealedBytes = (bytes: number): number => bytes + segmentCount(bytes) * segmentTagBytes;

/** For AES-GCM: the nonce of a segment. */
export const segmentNonce = (index: number, isLast: boolean): Uint8Array<ArrayBuffer> => {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  // What is in front of these 8 bytes stays 0: no object has 2⁵³ segments.
  view.setUint32(3, Math.floor(index / 2 ** 32));
  view.setUint32(7, index % 2 ** 32);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
};

/** For AES-GCM: what a segment of this artifact is bound to. `totalBytes` in the last segment only. */
export const segmentContext = (artifactId: string, totalBytes: number | null): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`handrail/1 artifact|${artifactId}${totalBytes === null ? '' : `|${totalBytes}`}`);

/** Which part of a sealed object has the segments that a range of its content needs. */
export interface SealedRange {
  /** Numbers of the segments: first and last. */
  readonly first: number;
  readonly last: number;
  /** Bytes of the sealed object, from `start` up to, and without, `end`. */
  readonly start: number;
  readonly end: number;
  /** What of the opened segments is before the range, and how much of them is the range. */
  readonly skip: number;
  readonly take: number;
}

/** For the content's bytes from `start` up to, and without, `end`; of content that has `bytes` in all. Null: the range is empty or goes beyond the end. */
export const sealedRange = (
  bytes: number,
  range: { readonly start: number; readonly end: number },
): SealedRange | null => {
  const { start, end } = range;
  const isWhole = start === 0 && end === bytes;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end > bytes) return null;
  if (start >= end && !isWhole) return null;
  const first = Math.floor(start / segmentBytes);
  const last = Math.max(0, Math.ceil(end / segmentBytes) - 1);
  return {
    first,
    last,
    start: first * sealedSegmentBytes,
    end: Math.min((last + 1) * sealedSegmentBytes, sealedBytes(bytes)),
    skip: start - first * segmentBytes,
    take: end - start,
  };
};

/** How long a segment is, before it is sealed. */
export const segmentLength = (bytes: number, index: number): number =>
  Math.min(segmentBytes, bytes - index * segmentBytes);
