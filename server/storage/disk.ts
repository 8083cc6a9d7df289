import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  opendir,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArtifactStorage, ByteRange, ObjectSource } from './artifact-storage.ts';
import { checkedContent } from './checked-content.ts';
import { diskFailure } from './disk-failure.ts';
import { checkKey, checkPrefix } from './storage-key.ts';
import { artifactMissing, rangeInvalid, storageUnavailable } from './storage-problems.ts';

interface DiskNeeds {
  /** Made when it is not there. */
  readonly folder: string;
  /** Where this machine is, as the operator says it. */
  readonly region: string | null;
}

/** No tenant is called so: what is being written is never listed. */
const incoming = '.incoming';
/** Nothing takes a day to write. */
const abandonedAfterMs = 24 * 60 * 60_000;

/** A folder of this machine. Whatever it acknowledged survives a loss of power. */
export const openDisk = ({ folder, region }: DiskNeeds): ArtifactStorage => {
  const pathOf = (key: string) => join(folder, checkKey(key));
  return {
    kind: 'disk',
    region,
    put: async (object, signal) => {
      const path = pathOf(object.key);
      await writeWhole({ folder, path, object, signal });
      return { ref: object.key, url: null };
    },
    read: async (ref, range) => readFrom(pathOf(ref), range),
    remove: async (ref) => removeFile(folder, pathOf(ref)),
    list: (prefix) => listBelow(folder, checkPrefix(prefix)),
    check: async () => {
      try {
        await removeAbandoned(folder);
        await tryWriting(folder);
      } catch (error) {
        throw diskFailure(error);
      }
    },
  };
};

const tryWriting = async (folder: string): Promise<void> => {
  const path = await temporaryPath(folder);
  const file = await open(path, 'wx', 0o600);
  await closing(file, async () => {
    await file.write(new Uint8Array(1));
    await file.sync();
  }).finally(() => rm(path, { force: true }));
};

/** What a process left that was killed while it wrote. */
const removeAbandoned = async (folder: string): Promise<void> => {
  const below = join(folder, incoming);
  const names = await readdir(below).catch(() => []);
  for (const name of names) {
    const written = await stat(join(below, name)).catch(() => null);
    if (written && written.mtimeMs < Date.now() - abandonedAfterMs)
      await rm(join(below, name), { force: true });
  }
};

interface Writing {
  readonly folder: string;
  readonly path: string;
  readonly object: ObjectSource;
  readonly signal: AbortSignal | undefined;
}

const writeWhole = async ({ folder, path, object, signal }: Writing): Promise<void> => {
  const content = checkedContent(object, signal);
  let temporary: string | null = null;
  try {
    temporary = await temporaryPath(folder);
    const file = await open(temporary, 'wx', 0o600);
    await closing(file, async () => {
      for await (const chunk of content) await writeAll(file, chunk);
      await file.sync();
    });
    signal?.throwIfAborted();
    await moveTo(folder, temporary, path);
  } catch (error) {
    if (temporary !== null) await rm(temporary, { force: true });
    if (content.failure) throw content.failure.error;
    if (signal?.aborted) throw signal.reason;
    throw diskFailure(error);
  }
};

const temporaryPath = async (folder: string): Promise<string> => {
  const below = join(folder, incoming);
  await mkdir(below, { recursive: true, mode: 0o700 });
  return join(below, randomBytes(16).toString('hex'));
};

// One call writes as much as the system likes at once.
const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
};

const closing = async (file: FileHandle, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } finally {
    await file.close();
  }
};

/** Until the folder is written down, too, the name may not be there after a loss of power. */
const moveTo = async (folder: string, from: string, to: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const made = await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    try {
      await rename(from, to);
    } catch (error) {
      // Somebody removed the last object of this session, and its folder with it.
      if (!isNotThere(error) || attempt === 3) throw error;
      continue;
    }
    // The first object makes this folder, too.
    const last = made === undefined ? dirname(to) : dirname(folder);
    for (let at = dirname(to); ; at = dirname(at)) {
      await syncFolder(at);
      if (at === last || at === dirname(at)) return;
    }
  }
};

const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, constants.O_RDONLY);
  await closing(handle, () => handle.sync());
};

const readFrom = async (path: string, range?: ByteRange): Promise<Readable> => {
  const file = await open(path).catch((error: unknown) => {
    throw isNotThere(error) ? artifactMissing(error) : diskFailure(error);
  });
  try {
    const { size } = await file.stat();
    const { start, end } = range ?? { start: 0, end: size };
    if (range && !(start >= 0 && start < end && end <= size)) throw rangeInvalid();
    // `end` is the last byte there; an empty file has none, and is read to its end.
    return file.createReadStream(size === 0 ? {} : { start, end: end - 1 });
  } catch (error) {
    await file.close();
    throw error;
  }
};

const removeFile = async (folder: string, path: string): Promise<void> => {
  try {
    await unlink(path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (!isNotThere(error)) throw diskFailure(error);
  }
  // The names of a session's and a tenant's folders are traces as well.
  for (let at = dirname(path); at !== folder && !relative(folder, at).startsWith('..'); at = dirname(at)) {
    const gone = await rmdir(at).then(
      () => true,
      (error: unknown) => isNotThere(error),
    );
    if (!gone) break;
  }
  const still = await stat(path).catch(() => null);
  if (still) throw storageUnavailable(new Error('It was put again meanwhile.'));
};

async function* listBelow(folder: string, prefix: string): ReturnType<NonNullable<ArtifactStorage['list']>> {
  const root = join(folder, prefix);
  try {
    for await (const entry of await opendir(root, { recursive: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const ref = relative(folder, path).split(sep).join('/');
      const size = (await stat(path).catch(() => null))?.size;
      if (size !== undefined) yield { ref, bytes: size };
    }
  } catch (error) {
    if (!isNotThere(error)) throw diskFailure(error);
  }
}

const isNotThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
