import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { companyLocaleFor, localeFor } from '../../../widgets/elements/localization.ts';
import { targetLocales } from '../../../widgets/locales/generated/locales.ts';

interface Text {
  readonly source: string;
  readonly target: string | null;
}

/** The texts of an XLIFF file by their id. */
const textsIn = (file: string): ReadonlyMap<string, Text> => {
  const units = readFileSync(file, 'utf8').matchAll(/<trans-unit id="([^"]+)">(.*?)<\/trans-unit>/gs);
  return new Map(
    [...units].map(([, id = '', unit = '']) => {
      const source = /<source>(.*?)<\/source>/s.exec(unit)?.[1] ?? '';
      const target = /<target>(.*?)<\/target>/s.exec(unit)?.[1] ?? null;
      return [id, { source, target }];
    }),
  );
};

/** Names, and words that both languages write alike. */
const sameInBoth: ReadonlySet<string> = new Set(['Handrail', 'Website']);

describe('the texts of our pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-texts-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(async () => {
    const config = JSON.parse(readFileSync('lit-localize.json', 'utf8'));
    cpSync('widgets/locales', join(folder, 'kept'), { recursive: true });
    const own = {
      ...config,
      tsConfig: resolve(config.tsConfig),
      output: {
        ...config.output,
        outputDir: './built',
        localeCodesModule: join(folder, 'built', 'locales.ts'),
      },
    };
    const write = (name: string, xliffDir: string) =>
      writeFileSync(
        join(folder, name),
        JSON.stringify({ ...own, interchange: { ...config.interchange, xliffDir } }),
      );
    write('extract.json', './found');
    write('build.json', './kept');
    const tool = resolve('node_modules/@lit/localize-tools/bin/lit-localize.js');
    const run = (command: string) =>
      promisify(execFile)(process.execPath, [tool, command, '--config', join(folder, `${command}.json`)]);
    await run('extract');
    await run('build');
  });

  for (const locale of targetLocales) {
    it(`are all extracted, and none is left over: ${locale}`, () => {
      const found = textsIn(join(folder, 'found', `${locale}.xlf`));
      const kept = textsIn(`widgets/locales/${locale}.xlf`);

      assert.ok(found.size > 200, `only ${found.size} texts found`);
      assert.deepEqual([...kept.keys()].sort(), [...found.keys()].sort(), 'run npm run localize:extract');
    });

    it(`are all translated: ${locale}`, () => {
      const texts = [...textsIn(`widgets/locales/${locale}.xlf`).values()];

      const untranslated = texts.filter(
        ({ source, target }) =>
          target === null || target.trim() === '' || (target === source && !sameInBoth.has(source)),
      );
      assert.deepEqual(untranslated, []);
    });

    it(`keep every placeholder: ${locale}`, () => {
      const placeholders = (text: string): string[] =>
        [...text.matchAll(/<x id="(\d+)"/g)].map(([, id = '']) => id).sort();

      for (const { source, target } of textsIn(`widgets/locales/${locale}.xlf`).values()) {
        assert.deepEqual(placeholders(target ?? ''), placeholders(source), source);
      }
    });

    it(`are built as they are translated: ${locale}`, () => {
      const built = readFileSync(join(folder, 'built', `${locale}.ts`), 'utf8');

      assert.equal(
        readFileSync(`widgets/locales/generated/${locale}.ts`, 'utf8'),
        built,
        'run npm run localize:build',
      );
    });
  }
});

describe('the language of a page', () => {
  it('is the first of the browser’s languages that we have', () => {
    assert.equal(localeFor(['fr-CA', 'de-AT', 'en']), 'de');
    assert.equal(localeFor(['ar-EG']), 'ar');
    assert.equal(localeFor(['en-GB', 'de']), 'en');
  });

  it('is English when we have none of them', () => {
    assert.equal(localeFor(['fr', 'ja']), 'en');
    assert.equal(localeFor([]), 'en');
  });

  it('is the company’s for whoever reads it, or reads none of ours', () => {
    assert.equal(companyLocaleFor('de-AT', ['en-US', 'de']), 'de');
    assert.equal(companyLocaleFor('de', ['fr']), 'de');
  });

  it('is the person’s when they do not read the company’s, and when it has none, or none of ours', () => {
    assert.equal(companyLocaleFor('de', ['en-US', 'ar']), 'en');
    assert.equal(companyLocaleFor(null, ['ar', 'de']), 'ar');
    assert.equal(companyLocaleFor('fr', ['ar']), 'ar');
  });
});
