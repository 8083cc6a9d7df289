import { relative, resolve, sep } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type BundledFile, bundledFile } from './bundled-file.ts';
import { repository } from './repository.ts';

const entries = {
  panel: 'widgets/agent/panel.entry.ts',
  place: 'widgets/agent/place.entry.ts',
  'live-view': 'widgets/agent/live-view.entry.ts',
  recording: 'widgets/agent/recording.entry.ts',
  artifact: 'widgets/agent/artifact.entry.ts',
  admin: 'widgets/admin/admin.entry.ts',
  invitation: 'widgets/admin/invitation.entry.ts',
  'sign-in': 'widgets/agent/sign-in.entry.ts',
  join: 'widgets/visitor/join.entry.ts',
  code: 'widgets/visitor/code.entry.ts',
} as const;

export type PageEntry = keyof typeof entries;

const pageEntries = Object.keys(entries) as PageEntry[];

/** What a page loads: its own script, and the parts that it shares with other pages, to be fetched at the same time. */
export interface PageScript {
  readonly script: BundledFile;
  readonly parts: readonly BundledFile[];
}

export interface PageBundles {
  readonly pages: ReadonlyMap<PageEntry, PageScript>;
  readonly files: readonly BundledFile[];
}

/** Bundles the scripts of our own pages: modules, split where pages share code, languages loaded on demand. */
export const bundlePages = async (): Promise<PageBundles> => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repository,
    entryPoints: { ...entries },
    outdir: resolve(repository, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = new Map<string, BundledFile>();
  for (const output of outputFiles) {
    const name = relative(repository, output.path).replaceAll(sep, '/');
    files.set(name, bundledFile(`/${name}`, output.contents));
  }
  return { pages: pagesOf(metafile, files), files: [...files.values()] };
};

const pagesOf = (metafile: Metafile, files: ReadonlyMap<string, BundledFile>): Map<PageEntry, PageScript> => {
  const pages = new Map<PageEntry, PageScript>();
  for (const [name, output] of Object.entries(metafile.outputs)) {
    const entry = pageEntries.find((candidate) => entries[candidate] === output.entryPoint);
    const script = files.get(name);
    if (!entry || !script) continue;
    const parts = [...partsOf(metafile, name)].flatMap((part) => files.get(part) ?? []);
    pages.set(entry, { script, parts });
  }
  if (pages.size !== pageEntries.length) throw new Error('A page was left out of the bundles.');
  return pages;
};

/** All that an output imports statically, however deep. */
const partsOf = (metafile: Metafile, name: string, found = new Set<string>()): Set<string> => {
  for (const { path, kind } of metafile.outputs[name]?.imports ?? []) {
    if (kind !== 'import-statement' || found.has(path)) continue;
    found.add(path);
    partsOf(metafile, path, found);
  }
  return found;
};
