interface Segment {
  /** One after another they are the segment; none is empty. */
  readonly parts: readonly Uint8Array[];
  readonly isLast: boolean;
}

/** Cuts a stream into segments of this size, without copying; the last has what remains. One is given out once it is known whether more follows. */
export async function* inSegments(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Segment> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (bytes + rest.byteLength > size) {
      const cut = size - bytes;
      if (cut > 0) parts.push(rest.subarray(0, cut));
      yield { parts, isLast: false };
      rest = rest.subarray(cut);
      parts = [];
      bytes = 0;
    }
    if (rest.byteLength > 0) parts.push(rest);
    bytes += rest.byteLength;
  }
  yield { parts, isLast: true };
}
