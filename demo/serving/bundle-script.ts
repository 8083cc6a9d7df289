import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** One of our pages' scripts, as a browser takes it. */
export const bundleScript = async (entry: URL): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`No script came of ${entry.href}`);
  return file.text;
};
