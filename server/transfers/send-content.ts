import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { readRange } from '../artifacts/read-range.ts';
import type { Checked } from './transfer.ts';

type Read = (start: number, end: number) => AsyncIterable<Uint8Array>;

/** Answers with a file, or with the range of it that is asked for: as something to save, which no browser runs or shows. */
export const sendContent = async (req: Request, res: Response, file: Checked & { readonly read: Read }) => {
  const { bytes, sha256, contentType, read } = file;
  res.setHeader('accept-ranges', 'bytes');
  // Should nothing come of it, this says how far one could have asked.
  res.setHeader('content-range', `bytes */${bytes}`);
  const range = readRange(req.headers.range, bytes);
  const { start, end } = range ?? { start: 0, end: bytes };
  if (range) res.status(206).setHeader('content-range', `bytes ${start}-${end - 1}/${bytes}`);
  else res.removeHeader('content-range');
  res.setHeader('content-type', contentType);
  res.setHeader('content-length', end - start);
  res.setHeader('content-disposition', 'attachment');
  res.setHeader('etag', `"${sha256}"`);
  res.setHeader('content-security-policy', "default-src 'none'; sandbox");
  res.setHeader('x-content-type-options', 'nosniff');
  try {
    await pipeline(Readable.from(read(start, end), { objectMode: false }), res);
  } catch (error) {
    // Whoever wanted it went away: nobody is left to tell.
    if (!res.destroyed) throw error;
  }
};
