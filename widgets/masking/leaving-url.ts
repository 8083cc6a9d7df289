/** Parameters that choose a version or a size of a public file, and can't name a person. */
const harmlessParameters = new Set(
  'auto crop display dpr family fit fm format h height q quality v ver version w width'.split(' '),
);
const longestParameter = 24;
const longestInline = 262_144;

/** Whether a query only chooses among versions of a public file. */
const isHarmless = (query: URLSearchParams): boolean =>
  [...query].every(([name, value]) => harmlessParameters.has(name) && value.length <= longestParameter);

/**
 * The one decision about addresses: what of `value` may leave the visitor's page as the address of an image, style sheet or
 * font. Null: nothing. No credentials, no fragment, and no query unless it only chooses a version or a size.
 */
export const leavingUrl = (value: string, base: string): string | null => {
  const trimmed = value.trim();
  if (trimmed.startsWith('#')) return trimmed;
  if (/^data:(image|font|application\/(x-)?font)/i.test(trimmed))
    return trimmed.length <= longestInline ? trimmed : null;
  if (!URL.canParse(trimmed, base)) return null;
  const url = new URL(trimmed, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  url.hash = '';
  if (!isHarmless(url.searchParams)) url.search = '';
  return url.href;
};
