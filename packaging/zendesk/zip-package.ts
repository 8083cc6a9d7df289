import { zipSync } from 'fflate';
import type { AppPackage } from './app-package.ts';

/** One moment for every file, so that the same files give the same bytes; zip knows no earlier year. */
const mtime = new Date(1980, 0, 1);

/** The package as one file. The same files give the same bytes, whenever and wherever. */
export const zipPackage = (files: AppPackage): Uint8Array =>
  zipSync(Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))), { level: 9, mtime, os: 3 });
