import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

interface HasRoomNeeds {
  readonly folder: string;
  /** How much recordings that are not kept yet may take. */
  readonly limitBytes: number;
}

/** What the disk has to have left: databases don't do well on a full one. */
const reserveBytes = 128 * 1024 * 1024;

/** Whether there is room for more of a recording. */
export const createHasRoom =
  ({ folder, limitBytes }: HasRoomNeeds) =>
  async (): Promise<boolean> => {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < reserveBytes) return false;
    return (await bytesIn(folder)) < limitBytes;
  };

const bytesIn = async (folder: string): Promise<number> => {
  const sizes = (await readdir(folder)).map((name) => sizeOf(join(folder, name)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

/** One that was just put together is gone. */
const sizeOf = async (path: string): Promise<number> =>
  (await stat(path, { bigint: false }).catch(goneOr))?.size ?? 0;

const goneOr = (error: unknown): null => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
};
