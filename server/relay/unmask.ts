import { endianness } from 'node:os';

/** Up to this size, making a view of words costs more than it saves. */
const bytewiseBelow = 64;
const wordsAreLittleEndian = endianness() === 'LE';

/** The mask for what follows `passed` bytes. */
export const turned = (mask: number, passed: number): number => {
  const bits = 8 * (passed & 3);
  return (mask >>> bits) | (mask << (32 - bits));
};

/** Takes a client's mask off, in place (RFC 6455 §5.3). Its first byte is the lowest of `mask`. */
export const unmask = (payload: Buffer, mask: number): void => {
  const { length, byteOffset } = payload;
  const isShort = length < bytewiseBelow || !wordsAreLittleEndian;
  const wordsFrom = isShort ? length : -byteOffset & 3;
  unmaskBytes(payload, 0, wordsFrom, mask);
  if (isShort) return;
  const words = new Int32Array(payload.buffer, byteOffset + wordsFrom, (length - wordsFrom) >> 2);
  const wordMask = turned(mask, wordsFrom);
  for (let at = 0; at < words.length; at += 1) words[at] = (words[at] ?? 0) ^ wordMask;
  unmaskBytes(payload, wordsFrom + 4 * words.length, length, mask);
};

const unmaskBytes = (payload: Buffer, from: number, to: number, mask: number): void => {
  for (let at = from; at < to; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask >>> (8 * (at & 3)));
};
