import { pageFormat } from '../../protocol/page.ts';
import { MirrorGap } from './mirror-gap.ts';

/** The strings that bodies refer to, from one keyframe to the next. */
export interface StringTable {
  readonly entries: string[];
}

/** Reads the operations of one body. Every method throws `MirrorGap` on what does not fit. */
export interface BodyReader {
  /** The id that the next new node gets. */
  readonly firstId: number;
  isAtEnd(): boolean;
  number(): number;
  signed(): number;
  text(): string;
  name(): string;
  entry(index: number): string;
  literal(): string;
}

/** Opens a body behind its kind and nonces. A keyframe starts with an empty table. */
export const openBody = (body: Uint8Array, table: StringTable): BodyReader => {
  let at = startOf(body);
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = body[at++];
      if (byte === undefined || scale > 2 ** 42) throw new MirrorGap('A page body ends too early.');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const firstId = number();
  const newEntries = number();
  const newLiterals = number();
  const stringBytes = number();
  if (at + stringBytes > body.byteLength) throw new MirrorGap('A page body ends inside its strings.');
  const strings = splitStrings(body.subarray(at, at + stringBytes), newEntries + newLiterals);
  at += stringBytes;
  table.entries.push(...strings.slice(0, newEntries));
  let nextLiteral = newEntries;

  const entry = (index: number): string => given(table.entries[index]);
  const literal = (): string => given(strings[nextLiteral++]);
  return {
    firstId,
    number,
    entry,
    literal,
    isAtEnd: () => at >= body.byteLength,
    signed: () => {
      const value = number();
      return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    },
    text: () => {
      const index = number();
      return index === 0 ? literal() : entry(index - 1);
    },
    name: () => entry(number()),
  };
};

const startOf = (body: Uint8Array): number => {
  if (body[0] === pageFormat.patch) return 1;
  if (body[0] !== pageFormat.keyframe) throw new MirrorGap('A page body is of an unknown format.');
  return 2 + (body[1] ?? 0) * pageFormat.nonceBytes;
};

const splitStrings = (bytes: Uint8Array, count: number): readonly string[] => {
  if (count === 0) return [];
  const strings = new TextDecoder().decode(bytes).split('\0');
  if (strings.length !== count) throw new MirrorGap('A page body has other strings than it says.');
  return strings;
};

const given = (text: string | undefined): string => {
  if (text === undefined) throw new MirrorGap('A page body names a string that was not sent.');
  return text;
};
