import { EventEmitter, once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import WebSocket from 'ws';
import { batchHeader, maxBatchBytes } from '../../protocol/http-stream.ts';
import { clientFrame, closePayload } from './client-frame.ts';

/** What a `RoomPeer` needs of a connection, with the events of `ws`. */
export interface PeerSocket extends Pick<WebSocket, 'send' | 'close' | 'terminate' | 'pause' | 'resume'> {
  readonly readyState: number;
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): unknown;
  on(event: 'close', listener: (code: number) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  once(event: 'open', listener: () => void): unknown;
  once(event: 'unexpected-response', listener: (req: unknown, res: IncomingMessage) => void): unknown;
}

interface Batch {
  readonly body: Buffer;
  readonly number?: number;
  readonly secret?: string;
  readonly origin?: string;
  readonly path?: string;
}

/** A client of its own for the stream and its batches, which can also send what no honest one would. */
export class HttpSocket extends EventEmitter {
  readonly #url: string;
  readonly #origin: string;
  readonly #opening: ClientRequest;
  #response: IncomingMessage | null = null;
  #bytes = Buffer.alloc(0);
  #number = 0;
  #sending: Promise<void> = Promise.resolve();
  #code = 1006;
  readyState: number = WebSocket.CONNECTING;
  secret = '';

  /** `url` is that of the WebSocket. */
  constructor(url: string, origin: string) {
    super();
    this.#url = url.replace('ws', 'http');
    this.#origin = origin;
    this.#opening = request(this.#url, { method: 'POST', headers: origin === '' ? {} : { origin } });
    this.#opening.on('response', (response) => this.#listen(response));
    this.#opening.on('error', () => this.#over());
    this.#opening.end();
  }

  get headers(): IncomingMessage['headers'] {
    return this.#response?.headers ?? {};
  }

  send(data: string | Buffer): void {
    const payload = Buffer.from(data);
    this.#put(clientFrame({ opcode: typeof data === 'string' ? 1 : 2, payload }));
  }

  close(): void {
    this.#put(clientFrame({ opcode: 8, payload: closePayload(1000) }));
    this.readyState = WebSocket.CLOSING;
  }

  terminate(): void {
    this.#opening.destroy();
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  /** Posts one batch as it stands, out of the order that this socket keeps; answers with the status. */
  async post({ body, number = this.#number, secret = this.secret, origin, path = '/batches' }: Batch) {
    const headers = { origin: origin ?? this.#origin, authorization: `Bearer ${secret}` };
    const asked = request(`${this.#url}${path}`, {
      method: 'POST',
      headers: { ...headers, [batchHeader]: String(number), 'content-length': body.length },
    });
    // An answer may come while the body is still on its way, and end it.
    asked.on('error', () => undefined);
    asked.end(body);
    const [response]: IncomingMessage[] = await once(asked, 'response');
    response?.resume();
    return response?.statusCode ?? 0;
  }

  #put(frame: Buffer): void {
    for (let at = 0; at < frame.length; at += maxBatchBytes) {
      this.#putBatch(frame.subarray(at, at + maxBatchBytes));
    }
  }

  #putBatch(body: Buffer): void {
    const number = this.#number++;
    this.#sending = this.#sending
      .then(() => this.post({ body, number }))
      .then(
        (status) => {
          if (status !== 204) this.terminate();
        },
        () => this.terminate(),
      );
  }

  #listen(response: IncomingMessage): void {
    this.#response = response;
    if (response.statusCode !== 200) {
      response.resume();
      this.emit('unexpected-response', this.#opening, response);
      return;
    }
    response.on('data', (chunk: Buffer) => this.#read(chunk));
    // Cut off: `close` follows.
    response.on('error', () => undefined);
    response.on('close', () => this.#over());
  }

  #over(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.emit('close', this.#code, Buffer.alloc(0));
  }

  #read(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (let frame = frameIn(this.#bytes); frame; frame = frameIn(this.#bytes)) {
      this.#bytes = this.#bytes.subarray(frame.size);
      this.#hear(frame.opcode, frame.payload);
    }
  }

  #hear(opcode: number, payload: Buffer): void {
    if (this.readyState === WebSocket.CONNECTING) {
      this.secret = JSON.parse(payload.toString()).secret;
      this.readyState = WebSocket.OPEN;
      this.emit('open');
    } else if (opcode === 8) {
      this.#code = payload.length > 0 ? payload.readUInt16BE(0) : 1005;
      // A lost race with the end of the stream is a lost batch: nothing needs it.
      if (this.readyState === WebSocket.OPEN) this.close();
    } else if (opcode === 9) {
      this.#put(clientFrame({ opcode: 10, payload }));
    } else this.emit('message', payload, opcode === 2);
  }
}

/** The first whole frame of a server in these bytes. */
const frameIn = (bytes: Buffer) => {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const size = head + length;
  if (bytes.length < size) return null;
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload: Buffer.from(bytes.subarray(head, size)), size };
};
