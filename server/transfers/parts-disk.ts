import { link, rm } from 'node:fs/promises';
import { type SpoolDisk, spoolDisk } from '../artifacts/spool-disk.ts';

/** The few things that parts of files do to the disk, in an order that matters. */
export interface PartsDisk extends Pick<SpoolDisk, 'makeFolder' | 'create' | 'syncFolder' | 'remove'> {
  /** A second name for a file. Unlike a rename, this takes nobody's place: of two at once, one is the first. @throws EEXIST. */
  link(from: string, to: string): Promise<void>;
  /** With all that is in it; fine when it was not there. */
  removeFolder(path: string): Promise<void>;
}

export const partsDisk: PartsDisk = {
  ...spoolDisk,
  link,
  // A part that comes at this moment is in the way of the first try.
  removeFolder: (path) => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }),
};
