import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Claim {
  /** Nobody needs it any more. */
  release(): void;
}

/**
 * Makes a journal this process's own until it releases it or dies. Null: it is somebody else's. The lock is SQLite's, because
 * Node has none of its own: the system gives it up with the process, however that ends, and it holds between containers that share a folder.
 */
export const claimJournal = (folder: string, name: string): Claim | null => {
  const path = join(folder, `${name}.lock`);
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if (isBusy(error)) return null;
    throw error;
  }
  // Whoever had it before has removed it: what is locked here is nowhere.
  if (!existsSync(path)) {
    file.close();
    return null;
  }
  return {
    release: () => {
      // First gone, then free: so nobody locks a file that goes.
      rmSync(path, { force: true });
      file.close();
    },
  };
};

/** https://www.sqlite.org/rescode.html#busy */
const busy = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === busy;
