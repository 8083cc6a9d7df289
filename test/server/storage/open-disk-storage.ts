import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { openDisk } from '../../../server/storage/disk.ts';
import type { OpenStorage } from './storage-contract.ts';

/** A folder of its own. Nobody signs in to one, and it is never elsewhere. */
export const openDiskStorage = async (): Promise<OpenStorage> => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-disk-'));
  return {
    storage: openDisk({ folder, region: null }),
    leftovers: async () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort(),
    withWrongCredentials: null,
    withFault: null,
    behindGate: null,
    elsewhere: null,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
};
