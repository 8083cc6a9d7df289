/** The least that a padded body takes, in bytes. */
export const smallestPadded = 128;

const lengthBytes = 4;

/**
 * Prefixes the length and fills with zeros up to a Padmé size (at most 12 % more), so that a length tells little.
 * See Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", §4.
 */
export const pad = (body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const padded = new Uint8Array(Math.max(smallestPadded, padme(lengthBytes + body.byteLength)));
  new DataView(padded.buffer).setUint32(0, body.byteLength);
  padded.set(body, lengthBytes);
  return padded;
};

/** The body inside a padded one. Null when the padding is not ours. */
export const unpad = (padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null => {
  if (padded.byteLength < smallestPadded) return null;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > padded.byteLength - lengthBytes) return null;
  return padded.subarray(lengthBytes, lengthBytes + length);
};

/** The longest body whose padded form fits into `limit` bytes. */
export const longestBody = (limit: number): number => limit - (limit % stepOf(limit)) - lengthBytes;

const padme = (length: number): number => {
  const step = stepOf(length);
  return Math.ceil(length / step) * step;
};

const stepOf = (length: number): number => {
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  return 2 ** Math.max(0, exponent - kept);
};
