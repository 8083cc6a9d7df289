import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spoolDisk } from '../../artifacts/spool-disk.ts';

/** The answer is at its beginning, and the name survives a loss of power. */
export type OpenSegmentFile = (path: string) => Promise<FileHandle>;

export const createSegmentFile: OpenSegmentFile = async (path) => named(path, await open(path, 'wx', 0o600));

/** Takes a former segment's file, with all that is in it: to write over what a file has costs the system half of what new room does. */
export const reuseSegmentFile = async (spare: string, path: string): Promise<FileHandle> => {
  try {
    await rename(spare, path);
    return await named(path, await open(path, 'r+'));
  } catch (error) {
    await rm(spare, { force: true });
    await rm(path, { force: true });
    throw error;
  }
};

const named = async (path: string, handle: FileHandle): Promise<FileHandle> => {
  try {
    await spoolDisk.syncFolder(dirname(path));
    return handle;
  } catch (error) {
    // Whoever tries again finds no file of that name.
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
};
