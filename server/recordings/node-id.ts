import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomId } from '../crypto/random.ts';

/** What this node's recordings are known by: it belongs to the folder that has their files, and outlives the process. */
export const nodeIdOf = (folder: string): string => {
  const path = join(folder, 'node-id');
  try {
    writeFileSync(path, randomId('node'), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const id = readFileSync(path, 'utf8');
  if (!/^node_[\w-]{22}$/.test(id)) throw new Error(`${path} is not a node's id.`);
  return id;
};
