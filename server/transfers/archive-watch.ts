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

/** Handrail opens no archive, but whoever receives one may. */
export const createArchiveWatch = (archive: 'zip' | 'gz'): ArchiveWatch => {
  let packed = 0;
  let unpacked = 0;
  const count = (bytes: number): void => {
    unpacked += bytes;
    if (unpacked > harmlessBytes && unpacked > worstRatio * packed) throw bomb();
  };
  const isEnough = () => unpacked > enoughBytes;
  const inside = archive === 'zip' ? zip({ count, isEnough, depth: 1 }) : gz({ count });
  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length && !isEnough(); at += sliceBytes) {
        const slice = chunk.subarray(at, at + sliceBytes);
        packed += slice.length;
        inside(slice);
      }
    },
  };
};

type Push = (slice: Uint8Array) => void;

interface Counting {
  readonly count: (bytes: number) => void;
}

interface Looking extends Counting {
  readonly isEnough: () => boolean;
  readonly depth: number;
}

const zip = (looking: Looking): Push => {
  if (looking.depth > deepest) throw bomb();
  const unzip = new Unzip((file) => lookInto(file, looking));
  unzip.register(UnzipInflate);
  return whileReadable((slice) => unzip.push(slice));
};

const lookInto = (file: UnzipFile, looking: Looking): void => {
  let nested: Push | null = null;
  let isFirst = true;
  file.ondata = (error, data) => {
    if (error) return;
    looking.count(data.length);
    if (isFirst && data.length > 0) {
      isFirst = false;
      if (isZip(data)) nested = zip({ ...looking, depth: looking.depth + 1 });
    }
    for (let at = 0; nested && at < data.length && !looking.isEnough(); at += sliceBytes) {
      nested(data.subarray(at, at + sliceBytes));
    }
  };
  file.start();
};

const gz = ({ count }: Counting): Push => {
  const gunzip = new Gunzip((data) => count(data.length));
  return whileReadable((slice) => gunzip.push(slice));
};

/** fflate throws at what is no archive after all, or one of a kind that it doesn't know. */
const whileReadable = (push: Push): Push => {
  let isReadable = true;
  return (slice) => {
    if (!isReadable) return;
    try {
      push(slice);
    } catch (error) {
      if (error instanceof Problem) throw error;
      isReadable = false;
    }
  };
};

const isZip = (data: Uint8Array): boolean =>
  data[0] === 0x50 && data[1] === 0x4b && data[2] === 3 && data[3] === 4;

const bomb = (): Problem =>
  new Problem('file_type_refused', 'This archive would become far larger than it is.');
