import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';

/** One new file, until it is closed. */
interface SpoolFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Survives a loss of power once it returns. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The few things that the spool does to the disk, in an order that matters. */
export interface SpoolDisk {
  makeFolder(path: string): Promise<void>;
  /** @throws when there is a file already. */
  create(path: string): Promise<SpoolFile>;
  rename(from: string, to: string): Promise<void>;
  /** Names in this folder survive a loss of power once it returns. */
  syncFolder(path: string): Promise<void>;
  /** Fine when it was not there. */
  remove(path: string): Promise<void>;
}

export const spoolDisk: SpoolDisk = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  create: async (path) => {
    const file = await open(path, 'wx', 0o600);
    return {
      write: (bytes) => writeAll(file, bytes),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  rename,
  syncFolder: async (path) => {
    const folder = await open(path, constants.O_RDONLY);
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  remove: (path) => rm(path, { force: true }),
};

// One call writes as much as the system likes at once.
const writeAll = async (file: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
};
