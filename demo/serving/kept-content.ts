import { createHash } from 'node:crypto';

/** A file that a simulator was given. */
export interface KeptContent {
  readonly bytes: number;
  readonly sha256: string;
  /** Null: it is too large to be kept in memory; it can't be read again. */
  readonly content: Buffer | null;
}

/** What a simulator keeps of one file, so that many large ones don't fill the machine. */
const mostKept = 128 * 1024 * 1024;

/** Counts, hashes and keeps a file while it comes. */
export interface ContentKeeper {
  readonly bytes: number;
  take(chunk: Buffer): void;
  kept(): KeptContent;
}

export const createContentKeeper = (): ContentKeeper => {
  const hash = createHash('sha256');
  let chunks: Buffer[] | null = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    take: (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes > mostKept) chunks = null;
      // A copy: what is cut out of a larger buffer would keep all of it.
      chunks?.push(Buffer.from(chunk));
    },
    kept: () => ({ bytes, sha256: hash.digest('hex'), content: chunks && Buffer.concat(chunks) }),
  };
};
