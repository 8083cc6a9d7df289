import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files by their path below a folder of source, with `/` between its parts. */
export type SourceFiles = ReadonlyMap<string, Uint8Array>;

/** What stays here: tests that run on our machines, and hidden files. */
const staysHere = (path: string): boolean =>
  path.split('/').some((part) => part === '__tests__' || part.startsWith('.'));

/** All that an org would get of a package directory. @throws when there is nothing. */
export const readSource = (folder: string): SourceFiles => {
  const paths = globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !staysHere(path))
    .sort();
  if (paths.length === 0) throw new Error(`There is no source in ${folder}.`);
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
};
