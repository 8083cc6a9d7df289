import { zipSync } from 'fflate';

/** One moment for every file, so that the same files give the same bytes; zip knows no earlier year. */
const mtime = new Date(1980, 0, 1);

/** Files by their path, as one zip. The same files give the same bytes, whenever and wherever. */
export const zipFiles = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  zipSync(Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))), { level: 9, mtime, os: 3 });
