import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { customLabels } from './custom-labels.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const packaged = join(root, 'sfdx-project/force-app/main/default');
const ownFolder = fileURLToPath(new URL('.', import.meta.url));
const cacheFolder = join(root, 'node_modules/.cache/handrail-lwc');

/**
 * The package's Lightning components as one script, compiled by LWC's own compiler from the very files that an org gets. What the platform
 * would give them stands in `base/`. Compiling takes seconds, so the result is kept for as long as nothing that goes in has changed.
 */
export const compileComponents = async (): Promise<string> => {
  const file = join(cacheFolder, `${digestOfInput()}.js`);
  const kept = readOrNull(file);
  if (kept !== null) return kept;
  const script = await compile();
  mkdirSync(cacheFolder, { recursive: true });
  // Written apart and moved: another process may be reading.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, script);
  renameSync(draft, file);
  return script;
};

const readOrNull = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const digestOfInput = (): string => {
  const hash = createHash('sha256').update(compilerVersion());
  for (const folder of [packaged, ownFolder])
    for (const path of globSync('**/*.{js,html,css,ts,labels-meta.xml}', { cwd: folder }).sort())
      hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
  return hash.digest('hex').slice(0, 32);
};

const compilerVersion = (): string => readFileSync(join(root, 'node_modules/lwc/package.json'), 'utf8');

/** Loaded only when something has to be compiled: the compiler alone takes a second to load. */
const compile = async (): Promise<string> => {
  const [{ rollup }, plugin] = await Promise.all([import('rollup'), import('@lwc/rollup-plugin')]);
  // Its types describe it as another kind of module than it is.
  const lwc: unknown = plugin.default;
  if (typeof lwc !== 'function') throw new Error('LWC’s compiler is not what was expected.');
  const modules = globSync('lwc/*/', { cwd: packaged }).map((folder) => {
    const name = folder.replaceAll('\\', '/').split('/')[1] ?? '';
    return { name: `c/${name}`, path: join(packaged, 'lwc', name, `${name}.js`) };
  });
  const bundle = await rollup({
    input: join(ownFolder, 'components.entry.js'),
    plugins: [
      platformModules(),
      lwc({
        rootDir: ownFolder,
        exclude: ['**/node_modules/**'],
        modules: [{ dir: join(ownFolder, 'base') }, ...modules],
      }),
    ],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({
    format: 'iife',
    // The engine asks whether it is being developed; here it is not.
    banner: 'var process = { env: { NODE_ENV: "production" } };',
  });
  await bundle.close();
  return output[0].code;
};

/** What the platform makes of an import of Apex or of a label. */
const platformModules = () => {
  const labels = customLabels(join(packaged, 'labels/CustomLabels.labels-meta.xml'));
  return {
    name: 'salesforce-platform',
    resolveId: (id: string) => (id.startsWith('@salesforce/') ? `\0${id}` : null),
    load: (id: string) => {
      const [, kind, name = ''] = /^\0@salesforce\/(apex|label)\/(.+)$/.exec(id) ?? [];
      if (kind === 'apex')
        return `export default (values) => globalThis.lightningPage.callApex(${JSON.stringify(name)}, values);`;
      if (kind !== 'label') return null;
      const label = labels.get(name.replace(/^c\./, ''));
      if (label === undefined) throw new Error(`There is no label ${name}.`);
      return `export default ${JSON.stringify(label)};`;
    },
  };
};
