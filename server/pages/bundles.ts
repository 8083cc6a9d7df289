import { bundlePages, type PageEntry, type PageScript } from './bundle-pages.ts';
import { bundleSnippet, type SnippetBundles } from './bundle-snippet.ts';
import type { BundledFile } from './bundled-file.ts';

/** Every script that we serve, built once at start and kept in memory. */
export interface Bundles extends SnippetBundles {
  readonly pages: ReadonlyMap<PageEntry, PageScript>;
  /** The scripts of our own pages by their path, `/assets/…`. */
  readonly files: ReadonlyMap<string, BundledFile>;
}

/** Builds all scripts from `widgets/`. @throws when one of them does not build. */
export const buildBundles = async (): Promise<Bundles> => {
  const [{ pages, files }, snippet] = await Promise.all([bundlePages(), bundleSnippet()]);
  return { pages, files: new Map(files.map((file) => [file.path, file])), ...snippet };
};
