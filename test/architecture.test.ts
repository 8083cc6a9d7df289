import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';

/** The houses' areas, lowest first: an area may import from itself and from those before it. */
const order = {
  server: [
    'config',
    'crypto',
    'http',
    'database',
    'jobs',
    'audit',
    'tenants',
    'agents',
    'crm',
    'storage',
    'auth',
    'artifacts',
    'transfers',
    'relay',
    'recordings',
    'sessions',
    'setup',
    'assets',
    'retention',
    'pages',
  ],
  widgets: [
    'locales',
    'elements',
    'link',
    'seal',
    'transfer',
    'host',
    'masking',
    'capture',
    'control',
    'mirror',
    'recording',
    'visitor',
    'agent',
    'admin',
  ],
} as const;

/** Files outside the areas, which may import from every area of their house. */
const roots = new Set(['server/main.ts', 'server/app.ts', 'server/open-areas.ts', 'server/repeat.ts']);

interface Import {
  readonly file: string;
  readonly target: string;
}

const specifiers = (source: string): string[] =>
  [...source.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');

const importsOf = (house: string): Import[] =>
  globSync(`${house}/**/*.ts`).flatMap((file) =>
    specifiers(readFileSync(file, 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ file, target: normalize(join(dirname(file), specifier)) })),
  );

const areaOf = (path: string): string => path.split('/')[1] ?? '';

const breaches = (house: keyof typeof order): string[] => {
  const areas: readonly string[] = order[house];
  return importsOf(house)
    .filter(({ file, target }) => {
      if (roots.has(file) || target.startsWith('protocol/')) return false;
      if (!target.startsWith(`${house}/`)) return true;
      const from = areas.indexOf(areaOf(file));
      const to = areas.indexOf(areaOf(target));
      return from === -1 || to === -1 || to > from;
    })
    .map(({ file, target }) => `${file} → ${target}`);
};

describe('the doors between areas', () => {
  for (const house of ['server', 'widgets'] as const) {
    it(`lets an area of ${house}/ import only from areas above it`, () => {
      const found = breaches(house);

      assert.ok(importsOf(house).length > 50, `only ${importsOf(house).length} imports read in ${house}/`);
      assert.deepEqual(found, []);
    });
  }

  it('keeps protocol/ free of Node, the DOM and every other house', () => {
    const outside = globSync('protocol/**/*.ts').flatMap((file) =>
      specifiers(readFileSync(file, 'utf8'))
        .filter((specifier) =>
          specifier.startsWith('.')
            ? !normalize(join(dirname(file), specifier)).startsWith('protocol/')
            : specifier !== 'valibot',
        )
        .map((specifier) => `${file} → ${specifier}`),
    );

    assert.deepEqual(outside, []);
  });

  it('keeps the demo out of every house but protocol/', () => {
    const outside = importsOf('demo').filter(
      ({ target }) => !target.startsWith('demo/') && !target.startsWith('protocol/'),
    );

    assert.deepEqual(outside, []);
  });

  it('lets network primitives into widgets/link only', () => {
    const outside = globSync('widgets/**/*.ts')
      .filter((file) => !file.startsWith('widgets/link/'))
      .filter((file) =>
        /\b(?:fetch\(|new WebSocket\(|new EventSource\(|sendBeacon\()/.test(readFileSync(file, 'utf8')),
      );

    assert.deepEqual(outside, []);
  });

  it('lets process.env into server/config only', () => {
    const outside = globSync('server/**/*.ts')
      .filter((file) => !file.startsWith('server/config/'))
      .filter((file) => readFileSync(file, 'utf8').includes('process.env'));

    assert.deepEqual(outside, []);
  });
});
