import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Everything that an admin uploads, by path inside the zip, with `/` on every system. */
export type AppPackage = ReadonlyMap<string, Uint8Array>;

/** What is in a folder of manifests, without what editors and systems leave behind. */
export const readAppPackage = (folder: string): AppPackage => {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    paths.map((path) => [
      path
        .slice(folder.length)
        .split(sep)
        .filter((part) => part !== '')
        .join('/'),
      readFileSync(path),
    ]),
  );
};

/** A JSON file of the package. Undefined when it isn't there or isn't JSON; the checks say which. */
export const jsonOf = (files: AppPackage, path: string): unknown => {
  const file = files.get(path);
  if (!file) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(file));
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
};
