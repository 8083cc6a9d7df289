import { Gunzip, Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import { Problem } from '../http/problem.ts';

/** Inflated in one go: a thousandfold of it is the most that comes of it. */
const sliceBytes = 16 * 1024;
/** Less than this hurts nobody, however small it was. */
const harmlessBytes = 64 * 1024 * 1024;
/** What people pack becomes a tenth, logs a fiftieth. */
const worstRatio = 100;
/** After so much there is no looking on: it was no bomb so far, and looking costs time. */
const enoughBytes = 256 * 1024 * 1024;
const deepest = 4;

/** Looks into an archive as its bytes come, and keeps nothing. What it can't read is not its matter: it may be encrypted. */
export interface ArchiveWatch {
  /** @throws Problem `file_type_refused` for one that becomes a hundred times as large, archives in it included, or is nested too deep. */
  push(chunk: Uint8Array): void;
}

/** What was found so far. fflate swallows what its listeners throw: they write it here. */
interface Findings {
  packed: number;
  unpacked: number;
  isTooDeep: boolean;
}

/** Handrail opens no archive, but whoever receives one may. */
export const createArchiveWatch = (archive: 'zip' | 'gz'): ArchiveWatch => {
  const found: Findings = { packed: 0, unpacked: 0, isTooDeep: false };
  const inside = archive === 'zip' ? zip(found, 1) : gz(found);
  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length && found.unpacked < enoughBytes; at += sliceBytes) {
        const slice = chunk.subarray(at, at + sliceBytes);
        found.packed += slice.length;
        inside(slice);
        if (isBomb(found))
          throw new Problem('file_type_refused', 'This archive would become far larger than it is.');
      }
    },
  };
};

const isBomb = ({ packed, unpacked, isTooDeep }: Findings): boolean =>
  isTooDeep || (unpacked > harmlessBytes && unpacked > worstRatio * packed);

type Push = (slice: Uint8Array) => void;

const zip = (found: Findings, depth: number): Push => {
  const unzip = new Unzip((file) => lookInto(file, found, depth));
  unzip.register(UnzipInflate);
  return whileReadable((slice) => unzip.push(slice));
};

const lookInto = (file: UnzipFile, found: Findings, depth: number): void => {
  let nested: Push | null = null;
  let isFirst = true;
  file.ondata = (error, data) => {
    if (error) return;
    found.unpacked += data.length;
    if (isFirst && data.length > 0) {
      isFirst = false;
      if (isZip(data) && depth === deepest) found.isTooDeep = true;
      else if (isZip(data)) nested = zip(found, depth + 1);
    }
    for (let at = 0; nested && at < data.length && !isOver(found); at += sliceBytes) {
      nested(data.subarray(at, at + sliceBytes));
    }
  };
  file.start();
};

const isOver = (found: Findings): boolean => found.unpacked >= enoughBytes || isBomb(found);

const gz = (found: Findings): Push => {
  const gunzip = new Gunzip((data) => {
    found.unpacked += data.length;
  });
  return whileReadable((slice) => gunzip.push(slice));
};

/** fflate throws at what is no archive after all, or one of a kind that it doesn't know. */
const whileReadable = (push: Push): Push => {
  let isReadable = true;
  return (slice) => {
    if (!isReadable) return;
    try {
      push(slice);
    } catch {
      // Whatever it is, it is not what becomes larger when it is opened.
      isReadable = false;
    }
  };
};

const isZip = (data: Uint8Array): boolean =>
  data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;
