import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileSource } from '../../server/crm/crm.ts';

/** A file that counts how often it was read. */
export interface CountedFile extends FileSource {
  readonly content: Buffer;
  readonly opened: number;
}

/** A file of random bytes, boundaries and line ends among them. */
export const randomFile = (about: Partial<FileSource> & { readonly bytes: number }): CountedFile => {
  const content = Buffer.concat([Buffer.from('\r\n--'), randomBytes(Math.max(0, about.bytes - 4))]).subarray(
    0,
    about.bytes,
  );
  const file = {
    name: 'Aufnahme “1”.webm',
    contentType: 'video/webm',
    sha256: createHash('sha256').update(content).digest('hex'),
    externalId: `file_${createHash('sha256').update(content).digest('hex').slice(0, 12)}`,
    content,
    opened: 0,
    ...about,
    open: async () => {
      file.opened += 1;
      return Readable.from(chunksOf(content), { objectMode: false });
    },
  };
  return file;
};

function* chunksOf(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += 64 * 1024) yield content.subarray(at, at + 64 * 1024);
}
