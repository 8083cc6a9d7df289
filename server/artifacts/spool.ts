import { createHash, randomBytes } from 'node:crypto';
import { open, opendir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '../http/problem.ts';
import type { ByteRange } from '../storage/artifact-storage.ts';
import type { SpoolDisk } from './spool-disk.ts';

/** Where artifacts are safe until they are at their target: a folder of this machine. Only what is sealed comes in. */
export interface Spool {
  /** Whether so many bytes more may be taken. */
  hasRoom(bytes?: number): Promise<boolean>;
  /** On the disk, whole, when it returns; nothing is left when it throws. @throws Problem `spool_full`; what reading the content threw, as it is. */
  write(artifactId: string, sealed: AsyncIterable<Uint8Array>): Promise<Spooled>;
  /** @throws Problem `artifact_missing`: it is not on this machine; `range_invalid`. */
  read(name: string, range?: ByteRange): Promise<Readable>;
  remove(name: string): Promise<void>;
  /** Every file of the spool's own, finished or not. */
  list(): AsyncIterable<SpoolEntry>;
}

export interface Spooled {
  readonly name: string;
  readonly bytes: number;
  /** Of the sealed bytes, hexadecimal. */
  readonly sha256: string;
}

export interface SpoolEntry {
  readonly name: string;
  /** Null: it is being written, or was when its writer died. */
  readonly artifactId: string | null;
  readonly changedAt: number;
}

interface SpoolNeeds {
  readonly folder: string;
  readonly limitBytes: number;
  readonly disk: SpoolDisk;
}

/** How much may be written between two looks at how full it is. */
const lookEachBytes = 16 * 1024 * 1024;

const finished = /^(art_[A-Za-z0-9_-]{22})\.[0-9a-f]{16}\.sealed$/;
const unfinished = /^art_[A-Za-z0-9_-]{22}\.[0-9a-f]{16}\.new$/;

export const createSpool = ({ folder, limitBytes, disk }: SpoolNeeds): Spool => {
  const hasRoom = async (bytes = 0): Promise<boolean> => (await bytesIn(folder)) + bytes < limitBytes;
  const refuseUnlessRoom = async (): Promise<void> => {
    if (!(await hasRoom())) throw spoolFull();
  };
  return {
    hasRoom,
    write: async (artifactId, sealed) => {
      await disk.makeFolder(folder);
      const stem = `${artifactId}.${randomBytes(8).toString('hex')}`;
      const [temporary, name] = [join(folder, `${stem}.new`), `${stem}.sealed`];
      try {
        const written = await writeFile(disk, temporary, { sealed, refuseUnlessRoom });
        await disk.rename(temporary, join(folder, name));
        // The first makes this folder, too.
        for (const above of [folder, dirname(folder)]) await disk.syncFolder(above);
        return { name, ...written };
      } catch (error) {
        await disk.remove(temporary);
        await disk.remove(join(folder, name));
        throw isFull(error) ? spoolFull(error) : error;
      }
    },
    read: (name, range) => readFile(join(folder, name), range),
    remove: (name) => disk.remove(join(folder, name)),
    list: () => list(folder),
  };
};

interface Writing {
  readonly sealed: AsyncIterable<Uint8Array>;
  readonly refuseUnlessRoom: () => Promise<void>;
}

const writeFile = async (
  disk: SpoolDisk,
  path: string,
  { sealed, refuseUnlessRoom }: Writing,
): Promise<Omit<Spooled, 'name'>> => {
  await refuseUnlessRoom();
  const file = await disk.create(path);
  const hash = createHash('sha256');
  let bytes = 0;
  let looked = 0;
  try {
    for await (const chunk of sealed) {
      await file.write(chunk);
      hash.update(chunk);
      bytes += chunk.byteLength;
      if (bytes - looked < lookEachBytes) continue;
      looked = bytes;
      await refuseUnlessRoom();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
};

const readFile = async (path: string, range?: ByteRange): Promise<Readable> => {
  const file = await open(path).catch((error: unknown) => {
    throw isNotThere(error)
      ? new Problem('artifact_missing', 'It is not in the spool of this machine.', { cause: error })
      : error;
  });
  try {
    const { size } = await file.stat();
    const { start, end } = range ?? { start: 0, end: size };
    if (range && !(start >= 0 && start < end && end <= size))
      throw new Problem('range_invalid', 'These bytes are beyond the end.');
    return file.createReadStream(size === 0 ? {} : { start, end: end - 1 });
  } catch (error) {
    await file.close();
    throw error;
  }
};

async function* list(folder: string): AsyncGenerator<SpoolEntry> {
  for (const name of await namesIn(folder)) {
    const artifactId = finished.exec(name)?.[1] ?? null;
    if (artifactId === null && !unfinished.test(name)) continue;
    const changedAt = (await stat(join(folder, name)).catch(nullIfNotThere))?.mtimeMs;
    if (changedAt !== undefined) yield { name, artifactId, changedAt };
  }
}

/** Recordings that go on are below it as well, and take of the same room. */
const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await namesIn(folder, true)) {
    const found = await stat(join(folder, name)).catch(nullIfNotThere);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
};

const namesIn = async (folder: string, recursive = false): Promise<readonly string[]> => {
  const found = await opendir(folder, { recursive }).catch(nullIfNotThere);
  const names: string[] = [];
  if (found)
    for await (const { name, parentPath } of found) names.push(join(parentPath.slice(folder.length), name));
  return names;
};

const nullIfNotThere = (error: unknown): null => {
  if (isNotThere(error)) return null;
  throw error;
};

const isNotThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const spoolFull = (cause?: unknown): Problem =>
  new Problem(
    'spool_full',
    'Handrail has no room left for this. Nothing is kept until there is some again.',
    {
      cause,
    },
  );
