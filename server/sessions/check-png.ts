import { crc32 } from 'node:zlib';
import { maxScreenshotSide } from '../../protocol/http/screenshots.ts';
import { Problem } from '../http/problem.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length, type and check sum of a chunk. */
const chunkFrameBytes = 12;
/** What a canvas writes; texts and other cargo are none of it. */
const known = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'sRGB',
  'gAMA',
  'cHRM',
  'iCCP',
  'sBIT',
  'pHYs',
  'tRNS',
]);
const mostPixels = 100_000_000;

/** Whether this is one whole PNG (https://www.w3.org/TR/png-3/#5DataRep) as a canvas makes it, with nothing hidden in or behind it. @throws Problem `file_type_refused`. */
export const checkPng = (bytes: Buffer): void => {
  if (!bytes.subarray(0, 8).equals(signature)) throw noPng();
  let at = signature.length;
  for (let index = 0; at < bytes.length; index += 1) {
    const { type, next } = chunkAt(bytes, at);
    if ((index === 0) !== (type === 'IHDR')) throw noPng();
    if (type === 'IHDR') checkSize(bytes.subarray(at + 8, next - 4));
    if (type === 'IEND' && next === bytes.length) return;
    at = next;
  }
  throw noPng();
};

const chunkAt = (bytes: Buffer, at: number): { readonly type: string; readonly next: number } => {
  if (at + chunkFrameBytes > bytes.length) throw noPng();
  const next = at + chunkFrameBytes + bytes.readUInt32BE(at);
  if (next > bytes.length) throw noPng();
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (!known.has(type) || crc32(bytes.subarray(at + 4, next - 4)) !== bytes.readUInt32BE(next - 4))
    throw noPng();
  return { type, next };
};

const checkSize = (header: Buffer): void => {
  if (header.length !== 13) throw noPng();
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const isSane = [width, height].every((side) => side > 0 && side <= maxScreenshotSide);
  if (!isSane || width * height > mostPixels) throw noPng();
};

const noPng = (): Problem => new Problem('file_type_refused', 'This is no PNG as a browser makes it.');
