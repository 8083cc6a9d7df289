import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../../server/http/problem.ts';

/** All that a read gives, copied: it may be lent. */
export const bytesOf = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
};

/** All that a list gives. */
export const allOf = async <T>(list: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
};

/** Whether a failure is the problem with this code. */
export const problem =
  (code: ProblemCode) =>
  (error: unknown): boolean => {
    if (error instanceof Problem && error.code === code) return true;
    throw new Error(`Not ${code}: ${error instanceof Problem ? error.code : String(error)}`, {
      cause: error,
    });
  };
