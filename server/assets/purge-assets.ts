import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifThere } from './if-there.ts';

/** Removes every cached asset stored before this time, and what an interrupted download left. Answers with how many files that were. */
export const purgeAssets = async (cacheFolder: string, before: number): Promise<number> => {
  let removed = 0;
  for (const path of await filesIn(cacheFolder)) {
    // Another node may have been quicker.
    const file = await ifThere(stat(path));
    if (!file || file.mtimeMs > before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
};

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await ifThere(readdir(folder, { recursive: true, withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};
