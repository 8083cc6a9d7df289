import { leavingUrl } from './leaving-url.ts';

// The end of the text ends a string and a function, as it does in CSS.
const string = String.raw`"(?:[^"\\]|\\[^])*(?:"|$)|'(?:[^'\\]|\\[^])*(?:'|$)`;
const pattern = (source: string): RegExp => new RegExp(source.replaceAll('STRING', string), 'gi');
const urls = pattern(String.raw`url\(\s*(?:(STRING)\s*(?:\)|$)|([^)]*)(?:\)|$))`);
const imports = pattern(String.raw`(@import\s+)(STRING)`);
/** Functions in which a string is an address. */
const sets = pattern(String.raw`\b(?:image-set|image|src)\((?:[^()"']|STRING|\((?:[^()"']|STRING)*\))*`);
const stringsInSets = pattern(String.raw`(type\(\s*)?(STRING)`);
/** A function whose name is written with an escape: nobody writes so but to hide an address. */
const escapedNames = /\\\w{1,6}\s?[\w-]*\(/g;

/** Style rules with every address made absolute and decided by `leavingUrl`; what may not leave becomes `url("")`. */
export const leavingCss = (css: string, base: string): string => {
  const leaving = (written: string): string => {
    const address = addressIn(written);
    const leaves = address === '' ? null : leavingUrl(address, base);
    return `"${(leaves ?? '').replace(/["\\\n]/g, encodeURIComponent)}"`;
  };
  const inSet = (whole: string, type: string | undefined, address: string): string =>
    type === undefined ? leaving(address) : whole;

  if (!/\(|@import/i.test(css)) return css;
  return css
    .replace(escapedNames, 'url(')
    .replace(urls, (whole: string, quoted?: string, bare = '') =>
      // A part of the page itself stays as it is written.
      bare.startsWith('#') ? whole : `url(${leaving(quoted ?? bare)})`,
    )
    .replace(sets, (set) => set.replace(stringsInSets, inSet))
    .replace(imports, (_, word: string, quoted: string) => `${word}url(${leaving(quoted)})`);
};

/** The address that a string or a bare word says; nothing when it is spelled in code points. */
const addressIn = (written: string): string => {
  const text = written.trim().replace(/^["']|["']$/g, '');
  return /\\[\da-f\s]/i.test(text) ? '' : text.replace(/\\(.)/g, '$1');
};
