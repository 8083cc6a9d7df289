import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spoolDisk } from '../../artifacts/spool-disk.ts';
import { type BlockFile, openDirectFile } from '../direct-file.ts';

/** Its name survives a loss of power. */
export type OpenSegmentFile = (path: string) => Promise<BlockFile>;

export const createSegmentFile: OpenSegmentFile = async (path) => {
  const file = await openDirectFile(path, 'wx');
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
