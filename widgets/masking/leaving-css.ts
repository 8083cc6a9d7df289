import { leavingUrl } from './leaving-url.ts';

const urls = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)/gi;
const imports = /(@import\s+)(?:"([^"]*)"|'([^']*)')/gi;

/** Style rules with every address made absolute and decided by `leavingUrl`; what may not leave becomes `url("")`. */
export const leavingCss = (css: string, base: string): string => {
  const leaving = (...spellings: readonly (string | undefined)[]): string => {
    const address = leavingUrl(spellings.find((each) => each !== undefined) ?? '', base) ?? '';
    return `url("${address.replaceAll('"', '%22')}")`;
  };
  const bound = /url\(/i.test(css)
    ? css.replace(urls, (_, double, single, bare) => leaving(double, single, bare))
    : css;
  if (!/@import/i.test(bound)) return bound;
  return bound.replace(imports, (_, word: string, double, single) => word + leaving(double, single));
};
