interface Segment {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * Cuts a stream into pieces of this size; the last has what remains. A piece is given out once it is known whether more follows. With a buffer to put them
 * together in, of that size, each is good until the next is asked for.
 */
export async function* inSegments(
  content: AsyncIterable<Uint8Array>,
  size: number,
  buffer?: Uint8Array,
): AsyncGenerator<Segment> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (bytes + rest.byteLength > size) {
      const cut = size - bytes;
      yield { bytes: joined([...held, rest.subarray(0, cut)], buffer), isLast: false };
      rest = rest.subarray(cut);
      held = [];
      bytes = 0;
    }
    if (rest.byteLength > 0) held.push(rest);
    bytes += rest.byteLength;
  }
  yield { bytes: joined(held, buffer), isLast: true };
}

const joined = (parts: readonly Uint8Array[], buffer?: Uint8Array): Uint8Array => {
  const filled = parts.filter(({ byteLength }) => byteLength > 0);
  const [only] = filled;
  if (filled.length === 1 && only) return only;
  if (!buffer) return Buffer.concat(filled);
  let length = 0;
  for (const part of filled) {
    buffer.set(part, length);
    length += part.byteLength;
  }
  return buffer.subarray(0, length);
};
