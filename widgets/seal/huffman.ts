/** For each symbol the length of its code in bits, 0 for one that doesn't occur. None is over `longest`. RFC 1951 §3.2.2. */
export const codeLengths = (counts: Uint32Array, longest: number): Uint8Array => {
  // Where a code would get too long, counts are brought nearer to each other until none is.
  for (let scale = 0; ; scale += 1) {
    const lengths = new Uint8Array(counts.length);
    const deepest = measure(treeOf(counts, scale), 0, lengths);
    if (deepest <= longest) return lengths;
  }
};

/** The codes for these lengths, bits in the order in which they are written. */
export const codesOf = (lengths: Uint8Array): Uint16Array => {
  const codes = new Uint16Array(lengths.length);
  let code = 0;
  for (let bits = 1; bits <= 15; bits += 1) {
    code *= 2;
    for (const [symbol, length] of lengths.entries()) {
      if (length === bits) codes[symbol] = reversed(code++, bits);
    }
  }
  return codes;
};

interface Tree {
  readonly weight: number;
  readonly symbol?: number;
  readonly halves?: readonly [Tree, Tree];
}

const treeOf = (counts: Uint32Array, scale: number): Tree => {
  const leaves: Tree[] = [];
  for (const [symbol, count] of counts.entries()) {
    if (count > 0) leaves.push({ weight: Math.max(1, count >> scale), symbol });
  }
  leaves.sort((one, other) => other.weight - one.weight);
  // Lightest last. Joined ones come out in order of weight, too, so that two queues are enough.
  const joined: Tree[] = [];
  const lightest = (): Tree | undefined => {
    const [leaf, join] = [leaves.at(-1), joined[0]];
    return leaf && (!join || leaf.weight <= join.weight) ? leaves.pop() : joined.shift();
  };
  for (;;) {
    const one = lightest();
    const other = lightest();
    // A code of one symbol has a length of 1, and none at all is still a table.
    if (!one || !other) return { weight: 0, halves: [one ?? nothing, nothing] };
    joined.push({ weight: one.weight + other.weight, halves: [one, other] });
    if (leaves.length === 0 && joined.length === 1) return joined[0] ?? nothing;
  }
};

const nothing: Tree = { weight: 0 };

const measure = ({ symbol, halves }: Tree, depth: number, lengths: Uint8Array): number => {
  if (symbol !== undefined) lengths[symbol] = depth;
  return halves ? Math.max(...halves.map((half) => measure(half, depth + 1, lengths))) : depth;
};

const reversed = (code: number, bits: number): number => {
  let turned = 0;
  for (let left = bits; left > 0; left -= 1) turned = (turned << 1) | ((code >> (bits - left)) & 1);
  return turned;
};
