interface Segment {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** Cuts a stream into pieces of this size; the last has what remains. A piece is given out once it is known whether more follows. */
export async function* inSegments(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Segment> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (bytes + rest.byteLength > size) {
      const cut = size - bytes;
      yield { bytes: joined([...held, rest.subarray(0, cut)]), isLast: false };
      rest = rest.subarray(cut);
      held = [];
      bytes = 0;
    }
    if (rest.byteLength > 0) held.push(rest);
    bytes += rest.byteLength;
  }
  yield { bytes: joined(held), isLast: true };
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const filled = parts.filter(({ byteLength }) => byteLength > 0);
  const [only] = filled;
  return filled.length === 1 && only ? only : Buffer.concat(filled);
};
