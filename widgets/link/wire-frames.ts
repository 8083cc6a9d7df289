/** What a WebSocket's frame carries (RFC 6455 §5.2). */
export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

type Hear = (opcode: number, payload: Uint8Array<ArrayBuffer>) => void;

/** Reads what a server sends: whole frames without a mask. */
export class ServerFrames {
  readonly #hear: Hear;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** A large frame comes in many pieces, which are put together once. */
  #wanted = 0;

  constructor(hear: Hear) {
    this.#hear = hear;
  }

  read(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#wanted) return;
    const bytes = joined(this.#chunks, this.#bytes);
    let frame = frameAt(bytes, 0);
    let at = 0;
    for (; frame && frame.to <= bytes.length; frame = frameAt(bytes, at)) {
      at = frame.to;
      this.#hear(frame.opcode, bytes.slice(frame.from, frame.to));
    }
    this.#chunks = [bytes.subarray(at)];
    this.#bytes -= at;
    this.#wanted = frame ? frame.to - at : 0;
  }
}

/** A whole frame as a client sends it. Its mask is of zeros: what a mask is for, a request's body has no need of. */
export const writeFrame = (opcode: number, payload: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const { length } = payload;
  const size = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = new Uint8Array(2 + size + 4 + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) view.setUint16(2, length);
  if (size === 8) view.setBigUint64(2, BigInt(length));
  frame.set(payload, 2 + size + 4);
  return frame;
};

/** Null when its head has not come whole. */
const frameAt = (bytes: Uint8Array<ArrayBuffer>, at: number) => {
  const there = bytes.length - at;
  const short = bytes[at + 1] ?? 0;
  const size = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (there < size) return null;
  const view = new DataView(bytes.buffer, at);
  const length = size === 2 ? short : size === 4 ? view.getUint16(2) : Number(view.getBigUint64(2));
  return { opcode: (bytes[at] ?? 0) & 0x0f, from: at + size, to: at + size + length };
};

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};
