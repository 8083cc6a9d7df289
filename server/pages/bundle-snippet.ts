import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build, type Plugin, transform } from 'esbuild';
import { type BundledFile, bundledFile } from './bundled-file.ts';
import type { Language } from './plain-texts.ts';
import { repository } from './repository.ts';

export interface SnippetBundles {
  /** What a website includes, at a fixed address. It fetches a core only when there is a session. */
  readonly loader: BundledFile;
  readonly cores: Readonly<Record<Language, BundledFile>>;
}

const entries: Readonly<Record<Language, string>> = {
  en: 'widgets/visitor/core-english.entry.ts',
  de: 'widgets/visitor/core-german.entry.ts',
  ar: 'widgets/visitor/core-arabic.entry.ts',
};

/** Bundles the snippet for websites: classic scripts. The loader is told each core's path and hash. */
export const bundleSnippet = async (): Promise<SnippetBundles> => {
  const [en, de, ar] = await Promise.all([coreOf('en'), coreOf('de'), coreOf('ar')]);
  const cores = { en, de, ar };
  const told = Object.fromEntries(
    Object.entries(cores).map(([language, { path, integrity }]) => [language, { path, integrity }]),
  );
  const loader = await classicScript('widgets/visitor/snippet.entry.ts', {
    __HANDRAIL_CORES__: JSON.stringify(told),
  });
  return { loader: bundledFile('/snippet.js', loader), cores };
};

const coreOf = async (language: Language): Promise<BundledFile> => {
  const core = await classicScript(entries[language], {});
  const name = createHash('sha256').update(core).digest('hex').slice(0, 16);
  return bundledFile(`/snippet/${name}.js`, core);
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
    alias: { valibot: './widgets/visitor/small-schemas.ts' },
    // What the small schemas lack must not wait for a visitor to be found.
    logOverride: { 'import-is-undefined': 'error' },
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
