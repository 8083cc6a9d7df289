import { configureLocalization } from '@lit/localize';
import { allLocales, sourceLocale, targetLocales } from '../locales/generated/locales.ts';

export type Locale = (typeof allLocales)[number];

const rightToLeft: ReadonlySet<string> = new Set(['ar']);

/** Which way a language of ours is written. */
export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (rightToLeft.has(locale) ? 'rtl' : 'ltr');

const { getLocale, setLocale } = configureLocalization({
  sourceLocale,
  targetLocales,
  loadLocale: (locale) =>
    locale === 'de' ? import('../locales/generated/de.ts') : import('../locales/generated/ar.ts'),
});

/** The language that this page is shown in. */
export const shownLocale = (): Locale => localeFor([getLocale()]);

/** The first of these BCP 47 languages that we have, else English. Regions don't matter: `de-AT` reads `de`. */
export const localeFor = (languages: readonly string[]): Locale => {
  for (const language of languages) {
    const found = localeOf(language);
    if (found) return found;
  }
  return sourceLocale;
};

const localeOf = (language: string): Locale | null => {
  const wanted = language.toLowerCase().split('-')[0];
  return allLocales.find((locale) => locale === wanted) ?? null;
};

/**
 * Shows this page in the browser's language: sets the document's `lang` and `dir`. Await it before defining elements, so
 * that nothing appears in English first. When the texts can't be loaded the page stays in English.
 */
export const useBrowserLanguage = (): Promise<Locale> => show(localeFor(navigator.languages));

/**
 * Shows this page in the language of the company that it speaks for, unless the person before it reads another one of ours and not
 * that one. Null: the company has no preference.
 */
export const useCompanyLanguage = (preferred: string | null): Promise<Locale> =>
  show(companyLocaleFor(preferred, navigator.languages));

/** What somebody with these languages, best first, reads of a company with this one. */
export const companyLocaleFor = (preferred: string | null, languages: readonly string[]): Locale => {
  const own = preferred === null ? null : localeOf(preferred);
  const read = languages.flatMap((language) => localeOf(language) ?? []);
  if (own !== null && (read.length === 0 || read.includes(own))) return own;
  return localeFor(languages);
};

const show = async (wanted: Locale): Promise<Locale> => {
  const locale = await setLocale(wanted).then(
    (): Locale => wanted,
    (): Locale => sourceLocale,
  );
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
  return locale;
};
