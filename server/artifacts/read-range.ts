import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';

/** The one range of a `Range` header (RFC 9110 §14.2). Null: all of it, also when more than one is asked for, or in other units. @throws Problem `range_invalid`. */
export const readRange = (header: string | undefined, bytes: number): ByteRange | null => {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const range =
    first === ''
      ? { start: Math.max(0, bytes - Number(last)), end: bytes }
      : { start: Number(first), end: last === '' ? bytes : Math.min(bytes, Number(last) + 1) };
  if (range.start >= range.end) throw new Problem('range_invalid', 'These bytes are beyond the end.');
  return range;
};
