/** One WebSocket frame as it may come from the network, right or wrong. */
export interface ClientFrame {
  readonly opcode: number;
  readonly payload?: Buffer;
  readonly final?: boolean;
  /** RSV1 to RSV3, as they stand in the first byte. */
  readonly reserved?: number;
  /** Four bytes; null for a frame without a mask, which no client may send. */
  readonly mask?: Buffer | null;
}

/** Its bytes (RFC 6455 §5.2). */
export const clientFrame = ({
  opcode,
  payload = Buffer.alloc(0),
  final = true,
  reserved = 0,
  mask = Buffer.of(0x5a, 0x17, 0xc3, 0x2e),
}: ClientFrame): Buffer => {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (final ? 0x80 : 0) | reserved | opcode;
  head[1] = (mask ? 0x80 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  if (!mask) return Buffer.concat([head, payload]);
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0))]);
};

/** A close frame's payload. */
export const closePayload = (code: number, reason = ''): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(code);
  return Buffer.concat([bytes, Buffer.from(reason)]);
};
