import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { BundledFile } from './bundled-file.ts';

/** The codings we have, the better one first. */
export const codings = ['br', 'gzip'] as const;
type Coding = (typeof codings)[number];

/** A script's bytes in this coding. */
export type Compress = (file: BundledFile, coding: Coding) => Promise<Buffer>;

/** Compresses each script once, when it is first asked for, as well as it can be. */
export const createCompress = (): Compress => {
  const kept = new Map<string, Promise<Buffer>>();
  return (file, coding) => {
    const name = `${coding} ${file.integrity}`;
    const found = kept.get(name) ?? compressors[coding](file.body);
    kept.set(name, found);
    return found;
  };
};

const compressors: Readonly<Record<Coding, (body: Uint8Array) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength },
    }),
  gzip: (body) => promisify(gzip)(body, { level: constants.Z_BEST_COMPRESSION }),
};
