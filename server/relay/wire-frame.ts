import { opcodes } from './frame-head.ts';

/** The longest head that a server writes. A client's head for the same payload is four bytes longer, by its mask. */
export const headRoom = 10;

/** A whole WebSocket frame as a server writes it: unmasked, in one piece (RFC 6455 §5.2). */
export const wireFrame = (kind: 'text' | 'close' | 'ping' | 'pong', payload: Buffer): Buffer => {
  const bytes = Buffer.allocUnsafe(headRoom + payload.length);
  payload.copy(bytes, headRoom);
  return frameInPlace(kind, bytes, headRoom);
};

/** Makes what begins at `at` and ends with `bytes` a frame, without moving it: its head overwrites what is before. */
export const frameInPlace = (kind: keyof typeof opcodes, bytes: Buffer, at: number): Buffer => {
  const length = bytes.length - at;
  const from = at - (length < 126 ? 2 : length < 65_536 ? 4 : headRoom);
  bytes[from] = 0x80 | opcodes[kind];
  if (length < 126) bytes[from + 1] = length;
  else if (length < 65_536) {
    bytes[from + 1] = 126;
    bytes.writeUInt16BE(length, from + 2);
  } else {
    bytes[from + 1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), from + 2);
  }
  return from === 0 ? bytes : bytes.subarray(from);
};
