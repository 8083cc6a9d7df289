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
  /** What a core asks for when a session needs it. */
  readonly parts: Readonly<Record<'http' | 'control' | 'extras', BundledFile>>;
}

const entries: Readonly<Record<Language, string>> = {
  en: 'widgets/visitor/core-english.entry.ts',
  de: 'widgets/visitor/core-german.entry.ts',
  ar: 'widgets/visitor/core-arabic.entry.ts',
};

/** Bundles the snippet for websites: classic scripts. The loader is told the others' paths and hashes. */
export const bundleSnippet = async (): Promise<SnippetBundles> => {
  const [en, de, ar, http, control, extras] = await Promise.all([
    named(entries.en),
    named(entries.de),
    named(entries.ar),
    named('widgets/visitor/snippet-http.entry.ts'),
    named('widgets/visitor/snippet-control.entry.ts'),
    named('widgets/visitor/snippet-extras.entry.ts'),
  ]);
  const cores = { en, de, ar };
  const parts = { http, control, extras };
  const loader = await classicScript('widgets/visitor/snippet.entry.ts', {
    __HANDRAIL_CORES__: told(cores),
    __HANDRAIL_PARTS__: told(parts),
  });
  return { loader: bundledFile('/snippet.js', loader), cores, parts };
};

/** Where each is, and what its bytes must be. */
const told = (files: Readonly<Record<string, BundledFile>>): string => {
  const entries = Object.entries(files).map(([name, { path, integrity }]) => [name, { path, integrity }]);
  return JSON.stringify(Object.fromEntries(entries));
};

/** A script at an address that says which bytes it has. */
const named = async (entry: string): Promise<BundledFile> => {
  const script = await classicScript(entry, {});
  const name = createHash('sha256').update(script).digest('hex').slice(0, 16);
  return bundledFile(`/snippet/${name}.js`, script);
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
      return { loader: 'ts', contents: source.replaceAll(/\bv\.\w+\(|(?<== )text\(/g, '/* @__PURE__ */ $&') };
    });
  },
};

/** The snippet's styles are text to a bundler; they are made small as other styles are. */
const withSmallStyles: Plugin = {
  name: 'with-small-styles',
  setup({ onLoad }) {
    onLoad({ filter: /\/visitor\/(extras\/)?[a-z]+-styles\.ts$/ }, async ({ path }) => {
      const [, before = '', css = '', after = ''] =
        /^([^`]*`)([^`]*)(`[^`]*)$/.exec(await readFile(path, 'utf8')) ?? [];
      const { code } = await transform(css, { loader: 'css', minify: true });
      return { loader: 'ts', contents: before + code + after };
    });
  },
};
