import { fileTypeFromBuffer } from 'file-type';
import { endingOf } from '../../protocol/safe-file-name.ts';
import { Problem } from '../http/problem.ts';
import { familyOf, oftenTextEndings, textEndings, textSniffs } from './type-families.ts';

/** How much of a file's beginning is looked at. */
export const sniffedBytes = 64 * 1024;

interface Sniffed {
  readonly name: string;
  /** Its beginning, `sniffedBytes` where it is as long. */
  readonly head: Uint8Array;
  readonly blockedTypes: readonly string[];
}

export interface FoundType {
  readonly contentType: string;
  /** For looking into it. */
  readonly archive: 'zip' | 'gz' | null;
}

/** The last ending alone decides what a double click does: `a.exe.txt` opens as text, and `shop.com.pdf` is a document. @throws Problem `file_type_refused`. */
export const refuseBlockedName = (name: string, blockedTypes: readonly string[]): void => {
  if (blockedTypes.includes(endingOf(name))) throw refused('Files of this type are not taken here.');
};

/** What a file is by its content, which has to fit its ending. @throws Problem `file_type_refused`. */
export const sniffType = async ({ name, head, blockedTypes }: Sniffed): Promise<FoundType> => {
  refuseBlockedName(name, blockedTypes);
  const isText = looksLikeText(head);
  const found = await typeOf(head, isText);
  if (found && blockedTypes.includes(found.ext)) throw refused('Files of this type are not taken here.');
  const ending = endingOf(name);
  if (!fits(ending, { found: found?.ext ?? null, isText }))
    throw refused('This file is something else than its name says.');
  if (isText) return { contentType: textTypes[ending] ?? 'text/plain', archive: null };
  const family = found && familyOf(found.ext);
  return {
    contentType: found?.mime ?? 'application/octet-stream',
    archive: family === 'zip' || family === 'gz' ? family : null,
  };
};

const typeOf = async (head: Uint8Array, isText: boolean) => {
  const found = (await fileTypeFromBuffer(head)) ?? beginsAs(head);
  // Two letters at the beginning of a text make no program of it.
  return isText && found && !textSniffs.has(found.ext) && found.ext !== 'pdf' ? undefined : found;
};

/** file-type gives up where what it wants to see comes after the part that it has: a picture may begin with a long profile. */
const beginnings: readonly (readonly [hex: string, ext: string, mime: string])[] = [
  ['89504e470d0a1a0a', 'png', 'image/png'],
  ['ffd8ff', 'jpg', 'image/jpeg'],
  ['504b0304', 'zip', 'application/zip'],
  ['255044462d', 'pdf', 'application/pdf'],
  ['d0cf11e0a1b11ae1', 'cfb', 'application/x-cfb'],
];

const beginsAs = (head: Uint8Array) => {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex');
  const found = beginnings.find(([beginning]) => hex.startsWith(beginning));
  return found && { ext: found[1], mime: found[2] };
};

const fits = (ending: string, { found, isText }: { found: string | null; isText: boolean }): boolean => {
  if (textEndings.has(ending)) return isText;
  const family = familyOf(ending);
  if (family === null) return true;
  if (found !== null && familyOf(found) === family) return true;
  return isText && oftenTextEndings.has(ending);
};

/** Never what a browser would run scripts of, whatever the text says: HTML and SVG are told as plain text. */
const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  rtf: 'application/rtf',
  pdf: 'application/pdf',
};

/** In any encoding that has no controls in it; UTF-16 with its mark. */
const looksLikeText = (head: Uint8Array): boolean => {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
};

const refused = (title: string): Problem => new Problem('file_type_refused', title);
