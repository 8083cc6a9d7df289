import type { IncomingMessage } from 'node:http';
import { bodyOf } from '../../serving/body-of.ts';
import { createContentKeeper, type KeptContent } from '../../serving/kept-content.ts';
import { Refusal } from './refusal.ts';

interface ReceivedFile {
  /** The part with the record's fields. */
  readonly json: unknown;
  readonly file: KeptContent;
}

const longestHead = 64 * 1024;
/** Of `VersionData`: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_sobject_insert_update_blob.htm */
const longestFile = 2 * 1024 * 1024 * 1024;

/**
 * Reads `multipart/form-data` as picky as Salesforce does: a length that is said before, first the part `entity_content` with JSON and
 * no file name, then the part `VersionData` with one.
 */
export const readMultipart = async (req: IncomingMessage): Promise<ReceivedFile> => {
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?$/.exec(
    req.headers['content-type'] ?? '',
  )?.[1];
  if (boundary === undefined) throw bad('The content type has no boundary.');
  if (req.headers['content-length'] === undefined)
    throw new Refusal(411, 'UNKNOWN_EXCEPTION', 'Length Required');
  const end = Buffer.from(`\r\n--${boundary}--`);
  const keeper = createContentKeeper();
  let head: Buffer | null = Buffer.alloc(0);
  let json: unknown;
  let held = Buffer.alloc(0);

  const take = (content: Buffer): void => {
    keeper.take(content);
    if (keeper.bytes > longestFile)
      throw new Refusal(400, 'STRING_TOO_LONG', 'VersionData: data value too large');
  };

  for await (const chunk of bodyOf(req)) {
    if (head !== null) {
      head = Buffer.concat([head, chunk]);
      const parsed = readHead(head, boundary);
      if (parsed === null && head.length > longestHead) throw bad('The first part is too long.');
      if (parsed === null) continue;
      json = parsed.json;
      held = Buffer.from(head.subarray(parsed.fileFrom));
      head = null;
    } else {
      held = Buffer.concat([held, chunk]);
    }
    // What could be the beginning of the end is kept back.
    const sure = held.length - (end.length + 4);
    if (sure <= 0) continue;
    take(held.subarray(0, sure));
    held = Buffer.from(held.subarray(sure));
  }
  const endsAt = held.lastIndexOf(end);
  if (head !== null || endsAt < 0) throw bad('The body ends before its last boundary.');
  take(held.subarray(0, endsAt));
  return { json, file: keeper.kept() };
};

/** Null while the second part's headers have not all come. */
const readHead = (head: Buffer, boundary: string): { json: unknown; fileFrom: number } | null => {
  const text = head.toString('latin1');
  const second = text.indexOf(`\r\n--${boundary}\r\n`, 2);
  const fileFrom = second < 0 ? -1 : text.indexOf('\r\n\r\n', second + 2);
  if (fileFrom < 0) return null;
  const [headers = '', body = ''] = head
    .subarray(0, second)
    .toString('utf8')
    .split(/\r\n\r\n(.*)/s);
  if (!headers.startsWith(`--${boundary}\r\n`)) throw bad('The body does not begin with its boundary.');
  const first = dispositionOf(headers);
  const file = dispositionOf(text.slice(second, fileFrom));
  if (first.fileName !== undefined || !/^content-type: application\/json/im.test(headers)) {
    throw bad('The part with the JSON has a file name, or is no JSON.');
  }
  if (file.name !== 'VersionData' || file.fileName === undefined) throw bad('There is no VersionData.');
  return { json: JSON.parse(body), fileFrom: fileFrom + 4 };
};

const dispositionOf = (headers: string): { name: string | undefined; fileName: string | undefined } => {
  const line = /^content-disposition: form-data;(.*)$/im.exec(headers)?.[1] ?? '';
  return { name: /\bname="([^"]*)"/.exec(line)?.[1], fileName: /filename="([^"]*)"/.exec(line)?.[1] };
};

const bad = (message: string): Refusal => new Refusal(400, 'INVALID_MULTIPART_REQUEST', message);
