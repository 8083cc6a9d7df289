/** The longest name, in bytes of UTF-8: file systems take 255, and browsers add a number. */
const maxBytes = 200;
/** The longest ending that is kept whole when a name is shortened, in characters with its dot. */
const maxEnding = 17;

/**
 * A file's name as it can be shown and saved anywhere: no folder, no character that turns the reading direction or can't be seen, nothing that a
 * file system takes for something else, not endless. The ending stays. Never empty; made safe again it is the same.
 */
export const safeFileName = (name: string): string => {
  const own = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = own
    .replaceAll(unseen, '')
    .replaceAll(/[<>:"|?*\uFFFD]/g, '_')
    .replaceAll(/\s+/g, ' ');
  const shortened = shorten(trimmed(visible));
  if (shortened === '') return 'file';
  return reserved.test(shortened) ? `_${shortened}` : shortened;
};

/** The ending of a name, lower case without its dot; empty when it has none. */
export const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Controls, marks and embeddings of direction, joiners without width, tags, what is private or unassigned in every font. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFC\u{E0000}-\u{E007F}]/gu;

/** Names of devices, on Windows with any ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

const trimmed = (name: string): string => name.replaceAll(/^[. ]+|[. ]+$/g, '');

const shorten = (name: string): string => {
  if (bytesOf(name) <= maxBytes) return name;
  const ending = /\.[^.]+$/.exec(name)?.[0] ?? '';
  const kept = ending.length <= maxEnding ? ending : '';
  const characters = [...name.slice(0, name.length - kept.length)];
  while (bytesOf(characters.join('') + kept) > maxBytes) characters.pop();
  return trimmed(characters.join('')) + kept;
};

const bytesOf = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};
