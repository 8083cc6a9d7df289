import { Problem } from '../http/problem.ts';

/** From `start` up to, and without, `end`. */
export interface WantedRange {
  readonly start: number;
  readonly end: number;
}

/** The one range that is asked for (RFC 9110 §14.2); null: all of it, also when it is asked for in a way that nobody has to understand. @throws Problem `range_invalid`. */
export const readRange = (header: string | undefined, bytes: number): WantedRange | null => {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  if (start >= bytes || start >= end)
    throw new Problem('range_invalid', 'This is beyond the end of the file.');
  return { start, end };
};
