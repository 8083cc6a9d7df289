import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { type BundledFile, bundledFile } from './bundled-file.ts';
import { repository } from './repository.ts';

export interface SnippetBundles {
  /** What a website includes, at a fixed address. It fetches the core only when there is a session. */
  readonly loader: BundledFile;
  readonly core: BundledFile;
}

/** Bundles the snippet for websites: classic scripts. The loader is told the core's path and hash. */
export const bundleSnippet = async (): Promise<SnippetBundles> => {
  const core = await classicScript('widgets/visitor/core.entry.ts', {});
  const name = createHash('sha256').update(core).digest('hex').slice(0, 16);
  const coreFile = bundledFile(`/snippet/${name}.js`, core);
  const told = { path: coreFile.path, integrity: coreFile.integrity };
  const loader = await classicScript('widgets/visitor/snippet.entry.ts', {
    __HANDRAIL_CORE__: JSON.stringify(told),
  });
  return { loader: bundledFile('/snippet.js', loader), core: coreFile };
};

const classicScript = async (entry: string, define: Record<string, string>): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    define,
    write: false,
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild made nothing of ${entry}.`);
  return output.contents;
};
