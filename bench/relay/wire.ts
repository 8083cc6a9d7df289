import { randomBytes } from 'node:crypto';

/** WebSocket framing by hand (RFC 6455), so that the generator costs little and measures only the server. */

const mask = Buffer.of(0x5a, 0x17, 0xc3, 0x2e);

/** A masked client frame. */
export const clientFrame = (opcode: 1 | 2, payload: Buffer): Buffer => {
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  mask.copy(head, head.length - 4);
  const body = Buffer.allocUnsafe(payload.length);
  for (let index = 0; index < payload.length; index += 1)
    body[index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  return Buffer.concat([head, body]);
};

/** The same frame with other bytes at `offset` of its payload. */
export const patchPayload = (frame: Buffer, headLength: number, offset: number, bytes: Buffer): void => {
  for (let index = 0; index < bytes.length; index += 1) {
    frame[headLength + offset + index] = (bytes[index] ?? 0) ^ (mask[(offset + index) & 3] ?? 0);
  }
};

export const upgradeRequest = (path: string, port: number): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    'Origin: http://handrail.test',
    '\r\n',
  ].join('\r\n');

/** Reads what a server sends after its answer to the upgrade. Calls back once a whole frame. */
export const serverFrames = (
  onFrame: (opcode: number, payload: Buffer) => void,
): ((chunk: Buffer) => void) => {
  let pending: Buffer = Buffer.alloc(0);
  let upgraded = false;
  return (chunk: Buffer) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    if (!upgraded) {
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!pending.toString('latin1', 0, 12).endsWith('101'))
        throw new Error(pending.toString('latin1', 0, end));
      pending = pending.subarray(end + 4);
      upgraded = true;
    }
    for (;;) {
      const read = readFrame(pending);
      if (!read) return;
      pending = pending.subarray(read.length);
      onFrame(read.opcode, read.payload);
    }
  };
};

interface ReadFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly length: number;
}

const readFrame = (bytes: Buffer): ReadFrame | null => {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < head + size) return null;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: bytes.subarray(head, head + size), length: head + size };
};
