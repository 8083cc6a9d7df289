import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { PageScript } from '../../../server/pages/bundle-pages.ts';
import { bundledFile } from '../../../server/pages/bundled-file.ts';
import { repository } from '../../../server/pages/repository.ts';

/** One page's script as the server bundles it, in one file. */
export const bundleEntry = async (path: string): Promise<PageScript> => {
  const { outputFiles } = await build({
    entryPoints: [resolve(repository, path)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`Nothing was bundled from ${path}.`);
  return { script: bundledFile('/assets/entry.js', file.contents), parts: [] };
};
