/** What a WebSocket frame carries (RFC 6455 §5.2). From `close` on they are control frames. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export type Opcode = (typeof opcodes)[keyof typeof opcodes];

/** The head of a client's frame. */
export interface FrameHead {
  readonly opcode: Opcode;
  /** No fragment of the same message follows. */
  readonly final: boolean;
  /** Of the payload, in bytes. */
  readonly length: number;
  /** Its first byte is the lowest. */
  readonly mask: number;
  /** Of the head itself, in bytes. */
  readonly size: number;
}

/** `incomplete` when the head goes on in the next chunk, `malformed` when no client may send it. */
export const readHead = (bytes: Buffer, from: number): FrameHead | 'incomplete' | 'malformed' => {
  const there = bytes.length - from;
  if (there < 2) return 'incomplete';
  const first = bytes.readUInt8(from);
  const second = bytes.readUInt8(from + 1);
  const opcode = first & 0x0f;
  const final = first >= 0x80;
  const short = second & 0x7f;
  // Reserved bits belong to extensions, of which none is ever agreed to; and every client masks.
  if ((first & 0x70) !== 0 || second < 0x80 || !isOpcode(opcode)) return 'malformed';
  if (isControl(opcode) && (!final || short > maxControlPayload)) return 'malformed';
  const size = short < 126 ? 6 : short === 126 ? 8 : 14;
  if (there < size) return 'incomplete';
  const length = short < 126 ? short : readLength(bytes, from + 2, size);
  return { opcode, final, length, mask: bytes.readInt32LE(from + size - 4), size };
};

export const isControl = (opcode: Opcode): boolean => opcode >= opcodes.close;

const maxControlPayload = 125;

const isOpcode = (number: number): number is Opcode => number <= 2 || (number >= 8 && number <= 10);

// A length that a number can't hold exactly is still larger than any bound.
const readLength = (bytes: Buffer, at: number, size: number): number =>
  size === 8 ? bytes.readUInt16BE(at) : Number(bytes.readBigUInt64BE(at));
