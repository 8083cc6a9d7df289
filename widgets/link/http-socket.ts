import { batchHeader, maxBatchBytes, StreamOpened } from '../../protocol/http-stream.ts';
import { backoff } from './backoff.ts';
import { readJson } from './read-json.ts';
import type { OpenSocket, Socket, SocketEvents } from './socket.ts';
import { opcodes, ServerFrames, writeFrame } from './wire-frames.ts';

/** The room over a response that goes on and requests that bring batches: for networks that let no WebSocket through. */
export const openHttpSocket: OpenSocket = (url, events) => new HttpSocket(url, events);

const openWithinMs = 20_000;
const answerWithinMs = 20_000;
/** What is sent meanwhile goes together. */
const gatherMs = 20;
const mostTries = 4;
/** How long a close may take to reach the server. */
const leaveWithinMs = 2_000;

class HttpSocket implements Socket {
  readonly #url: string;
  readonly #events: SocketEvents;
  readonly #abort = new AbortController();
  #secret: string | null = null;
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingBytes = 0;
  #sending = false;
  #number = 0;
  #over = false;

  constructor(url: string, events: SocketEvents) {
    this.#url = url.replace(/^ws/, 'http');
    this.#events = events;
    const lost = () => this.#finish(lostCode);
    setTimeout(() => this.#secret === null && lost(), openWithinMs);
    this.#listen().then(lost, lost);
  }

  bufferedBytes(): number {
    return this.#waitingBytes;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (typeof data === 'string') this.#put(opcodes.text, new TextEncoder().encode(data));
    else this.#put(opcodes.binary, data);
  }

  close(): void {
    // Nothing was ever said: there is nothing to wait for.
    if (this.#number === 0 && this.#waiting.length === 0) {
      this.#finish(lostCode);
      return;
    }
    // Normal closure: 1000.
    this.#put(opcodes.close, new Uint8Array([0x03, 0xe8]));
    setTimeout(() => this.#finish(lostCode), leaveWithinMs);
  }

  async #listen(): Promise<void> {
    const { ok, body } = await this.#post('', {});
    if (!ok || !body) return;
    const frames = new ServerFrames((opcode, payload) => this.#hear(opcode, payload));
    for (const reader = body.getReader(); !this.#over; ) {
      const { value } = await reader.read();
      if (!value) return;
      frames.read(value);
    }
  }

  #hear(opcode: number, payload: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return;
    if (this.#secret === null) this.#begin(new TextDecoder().decode(payload));
    else if (opcode === opcodes.text) this.#events.onMessage(new TextDecoder().decode(payload));
    else if (opcode === opcodes.binary) this.#events.onMessage(payload.buffer);
    else if (opcode === opcodes.ping) this.#put(opcodes.pong, payload);
    else if (opcode === opcodes.close)
      this.#finish(payload.length < 2 ? lostCode : new DataView(payload.buffer).getUint16(0));
  }

  #begin(text: string): void {
    const opened = readJson(StreamOpened, text);
    this.#secret = opened?.secret ?? null;
    if (opened) this.#events.onOpen();
    else this.#finish(lostCode);
  }

  #put(opcode: number, payload: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return;
    const frame = writeFrame(opcode, payload);
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    if (!this.#sending) void this.#sendWaiting();
  }

  async #sendWaiting(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0 && !this.#over) {
      const batch = this.#gather();
      const isTaken = await this.#sendBatch(new Blob(batch));
      this.#waitingBytes -= batch.reduce((sum, { length }) => sum + length, 0);
      if (!isTaken) return this.#finish(lostCode);
      await later(gatherMs);
    }
    this.#sending = false;
  }

  /** What waits, up to the size of a batch: the last piece may be a part of a frame. */
  #gather(): Uint8Array<ArrayBuffer>[] {
    const batch: Uint8Array<ArrayBuffer>[] = [];
    let room = maxBatchBytes;
    for (let [next] = this.#waiting; next && room > 0; [next] = this.#waiting) {
      const part = next.subarray(0, room);
      batch.push(part);
      room -= part.length;
      this.#waiting.splice(0, 1, ...(part.length < next.length ? [next.subarray(part.length)] : []));
    }
    return batch;
  }

  /** The same batch again when no answer came: the server takes it once. */
  async #sendBatch(body: Blob): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.#secret}`, [batchHeader]: String(this.#number++) };
    for (let tries = 0; tries < mostTries && !this.#over; tries += 1) {
      try {
        return (await this.#post('/batches', { body, headers, limitMs: answerWithinMs })).ok;
      } catch {
        // The network failed, or the answer was lost.
        await later(backoff(tries));
      }
    }
    return false;
  }

  #post(path: string, { limitMs, ...init }: RequestInit & { readonly limitMs?: number }): Promise<Response> {
    const { signal } = this.#abort;
    return fetch(`${this.#url}${path}`, {
      ...init,
      method: 'POST',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: limitMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
  }

  #finish(code: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#abort.abort();
    this.#events.onClose(code);
  }
}

/** Closed without a word. */
const lostCode = 1006;

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
