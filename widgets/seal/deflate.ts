import { BitWriter } from './bit-writer.ts';
import { codeLengths, codesOf } from './huffman.ts';
import { lengthMask, RepeatFinder, type Symbols } from './repeat-finder.ts';

/** Makes a deflate stream (RFC 1951) of each body; it may refer to the 32 KiB of bodies before it. */
export const createDeflate = (): ((body: Uint8Array) => Uint8Array) => {
  const finder = new RepeatFinder();
  return (body) => {
    const symbols = finder.find(body);
    const bits = new BitWriter((body.length >> 1) + 64);
    for (let from = 0; ; from += blockSymbols) {
      const isLast = from + blockSymbols >= symbols.length;
      writeBlock(bits, symbols.subarray(from, from + blockSymbols), isLast);
      if (isLast) return bits.end();
    }
  };
};

/** So many share one pair of codes. */
const blockSymbols = 16_384;
/** Below so many, codes of their own cost more than they spare. */
const ownCodesFrom = 80;
const endOfBlock = 256;

const writeBlock = (bits: BitWriter, symbols: Symbols, isLast: boolean): void => {
  const own = symbols.length >= ownCodesFrom;
  const lengths = own ? lengthsFor(symbols) : fixedLengths;
  bits.write((isLast ? 1 : 0) | (own ? 4 : 2), 3);
  if (own) writeLengths(bits, lengths);
  const literal = writerOf(bits, lengths.literals);
  const distance = writerOf(bits, lengths.distances);
  for (const symbol of symbols) {
    if (symbol < endOfBlock) literal(symbol);
    else {
      const length = (symbol & lengthMask) - 3;
      const back = (symbol >> 9) - 1;
      literal(lengthCode(length));
      bits.write(length & ((1 << lengthBits(length)) - 1), lengthBits(length));
      distance(distanceCode(back));
      bits.write(back & ((1 << distanceBits(back)) - 1), distanceBits(back));
    }
  }
  literal(endOfBlock);
};

interface Lengths {
  readonly literals: Uint8Array;
  readonly distances: Uint8Array;
}

const fixedLengths: Lengths = {
  literals: new Uint8Array(288).map((_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
  distances: new Uint8Array(30).fill(5),
};

const lengthsFor = (symbols: Symbols): Lengths => {
  const literals = new Uint32Array(286);
  const distances = new Uint32Array(30);
  const count = (counts: Uint32Array, code: number) => {
    counts[code] = (counts[code] ?? 0) + 1;
  };
  count(literals, endOfBlock);
  for (const symbol of symbols) {
    if (symbol < endOfBlock) count(literals, symbol);
    else {
      count(literals, lengthCode((symbol & lengthMask) - 3));
      count(distances, distanceCode((symbol >> 9) - 1));
    }
  }
  return { literals: codeLengths(literals, 15), distances: codeLengths(distances, 15) };
};

// A length is told less 3, a distance less 1: each by a code and so many bits after it.
const lengthBits = (length: number): number => (length < 8 || length === 255 ? 0 : 29 - Math.clz32(length));
const lengthCode = (length: number): number =>
  length === 255 ? 285 : 257 + 4 * lengthBits(length) + (length >> lengthBits(length));
const distanceBits = (back: number): number => (back < 4 ? 0 : 30 - Math.clz32(back));
const distanceCode = (back: number): number => 2 * distanceBits(back) + (back >> distanceBits(back));

const writerOf = (bits: BitWriter, lengths: Uint8Array): ((symbol: number) => void) => {
  const codes = codesOf(lengths);
  return (symbol) => bits.write(codes[symbol] ?? 0, lengths[symbol] ?? 0);
};

/** The order in which the lengths of the code for lengths are told. */
const toldOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** By symbol from 16 on: how many bits follow, and the run that they count from. */
const runBits = [2, 3, 7];
const runFrom = [3, 3, 11];

/** Tells both tables, with runs made short (RFC 1951 §3.2.7). */
const writeLengths = (bits: BitWriter, { literals, distances }: Lengths): void => {
  const told = runsIn([...literals, ...distances]);
  const counts = new Uint32Array(19);
  for (const [symbol] of told) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const lengths = codeLengths(counts, 7);
  bits.write(literals.length - 257, 5);
  bits.write(distances.length - 1, 5);
  bits.write(toldOrder.length - 4, 4);
  for (const symbol of toldOrder) bits.write(lengths[symbol] ?? 0, 3);
  const write = writerOf(bits, lengths);
  for (const [symbol, run] of told) {
    write(symbol);
    if (symbol > 15) bits.write(run - (runFrom[symbol - 16] ?? 0), runBits[symbol - 16] ?? 0);
  }
};

const runsIn = (lengths: readonly number[]): readonly (readonly [symbol: number, run: number])[] => {
  const told: [number, number][] = [];
  for (let at = 0; at < lengths.length; ) {
    const length = lengths[at] ?? 0;
    let run = 1;
    while (run < 138 && lengths[at + run] === length) run += 1;
    if (length > 0 || run < 3) {
      told.push([length, 1]);
      // A run of anything but zeros repeats what was just told.
      run = Math.min(run - 1, 6);
      if (length > 0 && run > 2) told.push([16, run]);
      else run = 0;
      run += 1;
    } else told.push([run > 10 ? 18 : 17, run]);
    at += run;
  }
  return told;
};
