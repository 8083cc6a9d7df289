import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

interface HasRoomNeeds {
  /** Where recordings that go on and their journals are: within the spool. */
  readonly folder: string;
  readonly spoolHasRoom: (bytes: number) => Promise<boolean>;
}

const MiB = 1024 * 1024;
/** What the disk has to have left: databases don't do well on a full one. */
const reserveBytes = 128 * MiB;
/** What may come between two looks. */
const marginBytes = 32 * MiB;

/** Whether there is room for more of a recording, and for a second copy of all of them: each is sealed before its file goes. */
export const createHasRoom =
  ({ folder, spoolHasRoom }: HasRoomNeeds) =>
  async (): Promise<boolean> => {
    const copies = (await bytesIn(folder)) + marginBytes;
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize > reserveBytes + copies && (await spoolHasRoom(copies));
  };

const bytesIn = async (folder: string): Promise<number> => {
  const sizes = (await readdir(folder, { recursive: true })).map((name) => sizeOf(join(folder, name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    // One that was put together meanwhile.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
};
