const safeTypes: ReadonlySet<string> = new Set([
  'text/css',
  'image/apng',
  'image/avif',
  'image/bmp',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/svg+xml',
  'image/vnd.microsoft.icon',
  'image/webp',
  'image/x-icon',
  'font/collection',
  'font/otf',
  'font/sfnt',
  'font/ttf',
  'font/woff',
  'font/woff2',
]);

/** What servers call fonts that don't know the names of RFC 8081. */
const vagueFontTypes: ReadonlySet<string> = new Set([
  'application/font-sfnt',
  'application/font-woff',
  'application/font-woff2',
  'application/octet-stream',
  'application/x-font-opentype',
  'application/x-font-otf',
  'application/x-font-truetype',
  'application/x-font-ttf',
  'application/x-font-woff',
  'binary/octet-stream',
]);

const fontPath = /\.(otf|ttf|woff2?)$/i;

/** The type to hand an asset over with, for a style, an image or a font. Null for all else: pages, scripts, documents. */
export const assetType = (contentType: string | null, url: URL): string | null => {
  const [first = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const essence = first.trim();
  const font = fontPath.exec(url.pathname)?.[1];
  if (vagueFontTypes.has(essence) && font) return `font/${font.toLowerCase()}`;
  if (!safeTypes.has(essence)) return null;
  const charset = parameters
    .map((one) => /^\s*charset="?([a-z0-9_-]{1,20})"?\s*$/.exec(one)?.[1])
    .find(Boolean);
  return essence === 'text/css' && charset ? `${essence}; charset=${charset}` : essence;
};
