import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder, and those above it, for nobody else to read: its name survives a loss of power once this returns. */
export const makeFolder = (path: string, sync: (folder: string) => void = syncFolder): void => {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = path; at !== dirname(first); at = dirname(at)) sync(dirname(at));
};

/** Names in this folder survive a loss of power once it returns. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};
