import { createHash } from 'node:crypto';
import { Problem } from '../http/problem.ts';
import { createArchiveWatch } from './archive-watch.ts';
import type { Scan } from './clamd.ts';
import { type FoundType, sniffedBytes, sniffType } from './sniff-type.ts';

export interface Content {
  readonly name: string;
  readonly bytes: number;
  /** What it was said to be, hexadecimal. */
  readonly sha256: string;
  readonly blockedTypes: readonly string[];
  /** Bytes from `start` up to, and without, `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Looks at all of a file: its type, its hash, what an archive becomes, and, where there is a scanner, what it finds. @throws Problem `file_type_refused`, `hash_wrong`, `file_infected`, `scan_unavailable`. */
export const createCheckContent =
  (scan: Scan | null) =>
  async (content: Content): Promise<{ readonly contentType: string }> => {
    const { name, bytes, blockedTypes } = content;
    const head = await readAll(content.read(0, Math.min(bytes, sniffedBytes)));
    const found = await sniffType({ name, head, blockedTypes });
    if ((await hashOf(content, found)) !== content.sha256)
      throw new Problem('hash_wrong', 'What has come is not what was sent.');
    if (scan && (await scan(content.read(0, bytes))) === 'infected')
      throw new Problem('file_infected', 'The scanner found malware in this file. It was deleted.');
    return { contentType: found.contentType };
  };

const hashOf = async ({ bytes, read }: Content, { archive }: FoundType): Promise<string> => {
  const watch = archive && createArchiveWatch(archive);
  const hash = createHash('sha256');
  for await (const chunk of read(0, bytes)) {
    hash.update(chunk);
    watch?.push(chunk);
  }
  return hash.digest('hex');
};

const readAll = async (content: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};
