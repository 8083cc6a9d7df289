import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spoolDisk } from '../../artifacts/spool-disk.ts';
import { type BlockFile, openDirectFile } from '../direct-file.ts';

/** Its name survives a loss of power. */
export type OpenSegmentFile = (path: string) => Promise<BlockFile>;

export const createSegmentFile: OpenSegmentFile = async (path) =>
  named(path, await openDirectFile(path, 'wx'));

/** Takes a former segment's file, with all that is in it: to write over what a file has costs the system half of what new room does. */
export const reuseSegmentFile = async (spare: string, path: string): Promise<BlockFile> => {
  try {
    await rename(spare, path);
    return await named(path, await openDirectFile(path, 'r+'));
  } catch (error) {
    await rm(spare, { force: true });
    await rm(path, { force: true });
    throw error;
  }
};

const named = async (path: string, file: BlockFile): Promise<BlockFile> => {
  try {
    await spoolDisk.syncFolder(dirname(path));
    return file;
  } catch (error) {
    // Whoever tries again finds no file of that name.
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
};
