import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build, type Plugin, transform } from 'esbuild';
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
    plugins: [withoutUnusedSchemas, withSmallStyles],
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild made nothing of ${entry}.`);
  return output.contents;
};

/** esbuild doesn't see across files that making a schema changes nothing: told so, it leaves out those that nobody uses. */
const withoutUnusedSchemas: Plugin = {
  name: 'without-unused-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /\/protocol\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { loader: 'ts', contents: source.replaceAll(/\bv\.\w+\(/g, '/* @__PURE__ */ $&') };
    });
  },
};

/** The snippet's styles are text to a bundler; they are made small as other styles are. */
const withSmallStyles: Plugin = {
  name: 'with-small-styles',
  setup({ onLoad }) {
    onLoad({ filter: /\/visitor\/[a-z]+-styles\.ts$/ }, async ({ path }) => {
      const [, before = '', css = '', after = ''] =
        /^([^`]*`)([^`]*)(`[^`]*)$/.exec(await readFile(path, 'utf8')) ?? [];
      const { code } = await transform(css, { loader: 'css', minify: true });
      return { loader: 'ts', contents: before + code + after };
    });
  },
};
