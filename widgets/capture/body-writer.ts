import { fromBase64Url } from '../../protocol/base64url.ts';
import { largestTable, longestEntry, pageFormat, treeKinds, treeMarks } from '../../protocol/page.ts';

/** Writes the bodies of `page` frames (protocol/page.ts). Strings go in as they may leave; nothing is decided here. */
export interface BodyWriter {
  number(value: number): void;
  signed(value: number): void;
  /** A text that may be long: a literal, or an entry of the table. */
  text(text: string): void;
  /** A name from a small set: always an entry of the table. */
  name(name: string): void;
  /** Begins an element; its attributes follow, then `endAttributes`. */
  element(name: string): void;
  attribute(name: string, value: string): void;
  endAttributes(): void;
  textNode(text: string): void;
  mark(mark: keyof typeof treeMarks): void;
  isEmpty(): boolean;
  /** The body of what was written since the last; `firstId` is the id that its first new node got. */
  takePatch(firstId: number): Uint8Array<ArrayBuffer>;
  takeKeyframe(nonces: readonly string[]): Uint8Array<ArrayBuffer>;
  /** Throws away what was written, and the string table: a keyframe starts. */
  restart(): void;
}

/** U+0000 separates the strings of a body. */
const withoutZero = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text);

export const createBodyWriter = (): BodyWriter => {
  const operations = createBytes();
  let table = new Map<string, number>();
  let entries: string[] = [];
  let literals: string[] = [];

  const entryOf = (text: string): number => {
    const known = table.get(text);
    if (known !== undefined) return known;
    table.set(text, table.size);
    entries.push(text);
    return table.size - 1;
  };
  const isEntry = (text: string): boolean =>
    text.length <= longestEntry && (table.size < largestTable || table.has(text));

  const take = (head: Bytes, firstId: number): Uint8Array<ArrayBuffer> => {
    const strings = new TextEncoder().encode([...entries, ...literals].join('\0'));
    head.number(firstId);
    head.number(entries.length);
    head.number(literals.length);
    head.number(strings.byteLength);
    const body = joined([head.view(), strings, operations.view()]);
    operations.clear();
    entries = [];
    literals = [];
    return body;
  };

  const writeText = (text: string): void => {
    const clean = withoutZero(text);
    const entry = isEntry(clean) ? entryOf(clean) + 1 : 0;
    operations.number(entry);
    if (entry === 0) literals.push(clean);
  };

  return {
    number: operations.number,
    signed: (value) => operations.number(value < 0 ? -2 * value - 1 : 2 * value),
    text: writeText,
    name: (name) => operations.number(entryOf(withoutZero(name))),
    element: (name) => operations.number(entryOf(withoutZero(name)) * 4 + treeKinds.element),
    attribute: (name, value) => {
      operations.number(entryOf(withoutZero(name)) + 1);
      writeText(value);
    },
    endAttributes: () => operations.number(0),
    textNode: (text) => {
      const clean = withoutZero(text);
      if (isEntry(clean)) return operations.number(entryOf(clean) * 4 + treeKinds.textEntry);
      operations.number(treeKinds.textLiteral);
      literals.push(clean);
    },
    mark: (mark) => operations.number(treeMarks[mark] * 4 + treeKinds.mark),
    isEmpty: () => operations.view().byteLength === 0,
    takePatch: (firstId) => {
      const head = createBytes();
      head.number(pageFormat.patch);
      return take(head, firstId);
    },
    takeKeyframe: (nonces) => take(keyframeHead(nonces), 1),
    restart: () => {
      operations.clear();
      table = new Map();
      entries = [];
      literals = [];
    },
  };
};

const keyframeHead = (nonces: readonly string[]): Bytes => {
  const head = createBytes();
  const known = nonces.map(fromBase64Url).filter((nonce) => nonce?.byteLength === pageFormat.nonceBytes);
  head.number(pageFormat.keyframe);
  head.number(known.length);
  for (const nonce of known) for (const byte of nonce ?? []) head.byte(byte);
  return head;
};

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

interface Bytes {
  byte(value: number): void;
  number(value: number): void;
  view(): Uint8Array;
  clear(): void;
}

const createBytes = (): Bytes => {
  let bytes = new Uint8Array(1024);
  let length = 0;
  const byte = (value: number): void => {
    if (length === bytes.byteLength) {
      const larger = new Uint8Array(length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[length++] = value;
  };
  return {
    byte,
    number: (value) => {
      let rest = value;
      for (; rest > 127; rest = Math.floor(rest / 128)) byte((rest & 127) | 128);
      byte(rest);
    },
    view: () => bytes.subarray(0, length),
    clear: () => {
      length = 0;
    },
  };
};
