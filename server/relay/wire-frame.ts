/** A WebSocket frame as a server writes it: unmasked, whole (RFC 6455 §5.2). The parts are written one after the other. */
export type WireFrame = readonly Buffer[];

const opcodes = { text: 0x81, binary: 0x82 } as const;

/** Up to this size, copying the payload behind its head costs less than writing two parts. */
const copyBelow = 8192;

/** Made once, however many participants it goes to. */
export const wireFrame = (kind: keyof typeof opcodes, payload: Buffer): WireFrame => {
  const headLength = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
  const copied = payload.length < copyBelow;
  const bytes = Buffer.allocUnsafe(copied ? headLength + payload.length : headLength);
  bytes[0] = opcodes[kind];
  writeLength(bytes, headLength, payload.length);
  if (!copied) return [bytes, payload];
  payload.copy(bytes, headLength);
  return [bytes];
};

const writeLength = (bytes: Buffer, headLength: number, length: number): void => {
  if (headLength === 2) {
    bytes[1] = length;
    return;
  }
  bytes[1] = headLength === 4 ? 126 : 127;
  if (headLength === 4) bytes.writeUInt16BE(length, 2);
  else bytes.writeBigUInt64BE(BigInt(length), 2);
};
