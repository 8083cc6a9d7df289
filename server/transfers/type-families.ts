/** Endings that stand for the same bytes at their beginning: renaming one to another is no disguise. The first is what file-type calls it. */
const families: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif'],
  ['png', 'apng'],
  ['gif'],
  ['webp'],
  ['bmp', 'dib'],
  ['tif', 'tiff', 'dng', 'nef', 'arw', 'cr2'],
  ['psd'],
  ['ico', 'cur'],
  ['mp4', 'm4v', 'm4a', 'm4b', 'm4p', 'mov', 'qt', '3gp', '3g2', 'f4v', 'heic', 'heif', 'avif', 'cr3'],
  ['mkv', 'webm', 'mka'],
  ['avi'],
  ['wav'],
  ['mp3', 'mp2', 'mp1'],
  ['mpg', 'mpeg', 'vob'],
  ['ogg', 'oga', 'ogv', 'opus', 'spx', 'ogx', 'ogm'],
  ['flac'],
  ['aac'],
  ['amr'],
  ['mid', 'midi'],
  ['asf', 'wmv', 'wma'],
  ['pdf', 'ai'],
  [
    ...['zip', 'docx', 'docm', 'dotx', 'dotm', 'xlsx', 'xlsm', 'xltx', 'xltm', 'pptx', 'pptm', 'ppsx', 'ppsm'],
    ...['potx', 'potm', 'vsdx', 'odt', 'ott', 'ods', 'ots', 'odp', 'otp', 'odg', 'otg', 'epub', 'jar', 'war'],
    ...['apk', 'xpi', 'kmz', '3mf', 'pages', 'numbers', 'key', 'cbz', 'idml', 'sketch'],
  ],
  ['gz', 'tgz', 'tar.gz', 'svgz'],
  ['bz2', 'tbz', 'tbz2'],
  ['xz', 'txz'],
  ['7z'],
  ['rar', 'cbr'],
  ['tar'],
  ['cfb', 'doc', 'dot', 'xls', 'xlt', 'ppt', 'pps', 'msg', 'msi', 'vsd', 'pub', 'mpp'],
  ['exe', 'dll', 'scr', 'cpl', 'sys', 'ocx'],
  ['macho', 'dylib'],
  ['elf', 'so'],
  ['rtf'],
  ['swf'],
  ['wasm'],
  ['class'],
  ['lnk'],
  ['chm'],
  ['cab'],
  ['deb'],
  ['rpm'],
  ['ttf'],
  ['otf'],
  ['woff'],
  ['woff2'],
];

const familyOfEnding = new Map(families.flatMap((family) => family.map((ending) => [ending, family[0]])));

/** What a file with this ending begins as, by the name of its family. Null: nobody knows, or it is text. */
export const familyOf = (ending: string): string | null => familyOfEnding.get(ending) ?? null;

/** Always text. */
export const textEndings: ReadonlySet<string> = new Set([
  ...['txt', 'text', 'log', 'md', 'csv', 'tsv', 'json', 'xml', 'svg', 'html', 'htm', 'css', 'js', 'ts', 'yml'],
  ...['yaml', 'ini', 'conf', 'toml', 'sql', 'ics', 'vcf', 'eml', 'vtt', 'srt', 'py', 'sh', 'bat', 'cmd', 'ps1'],
]);

/** Programs write tables and letters with these endings as HTML, XML or plain text, too. */
export const oftenTextEndings: ReadonlySet<string> = new Set(['doc', 'xls']);

/** What file-type knows that is text all the same. */
export const textSniffs: ReadonlySet<string> = new Set(['xml', 'ics', 'vcf', 'vtt', 'reg', 'pgp', 'rtf']);
