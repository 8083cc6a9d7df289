import { build } from 'esbuild';

/** Bundles browser code written here as one classic script, from the repository's root. */
export const bundle = async (source: string, { minify = false } = {}): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: new URL('../..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    write: false,
    minify,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
};
