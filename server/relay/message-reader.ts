import { isUtf8 } from 'node:buffer';
import { type FrameHead, isControl, opcodes, readHead } from './frame-head.ts';
import { Gathering } from './gathering.ts';
import { turned, unmask } from './unmask.ts';
import { frameInPlace, headRoom } from './wire-frame.ts';

/** Close codes of the protocol itself (RFC 6455 §7.4.1): not according to it, text that isn't UTF-8, too large. */
export type Fault = 1002 | 1007 | 1009;

export interface MessageListener {
  text(text: string): void;
  /** `wire` is the same message as a server sends it on. */
  binary(payload: Buffer, wire: Buffer): void;
  ping(payload: Buffer): void;
  pong(): void;
  /** The other side closes, with this code if it gave any. Nothing is heard after. */
  closing(code: number | null): void;
  /** What no client may send. Nothing is heard after. */
  broken(fault: Fault): void;
}

/** Reads a client's half of a WebSocket (RFC 6455), without extensions. */
export class MessageReader {
  readonly #listener: MessageListener;
  readonly #maxBytes: number;
  /** A head of which the rest has not come. */
  #cut = nothing;
  /** The frame whose payload comes in now, and what is missing of it. */
  #head: FrameHead | null = null;
  #missing = 0;
  /** What fragments that have come make up, until the last has. */
  #unfinished: 'text' | 'binary' | null = null;
  #done = false;
  readonly #message = new Gathering();
  /** Apart, because control frames may come between fragments. */
  readonly #control = new Gathering();

  /** `maxBytes` is a message's, whether or not it comes in fragments. */
  constructor(listener: MessageListener, maxBytes: number) {
    this.#listener = listener;
    this.#maxBytes = maxBytes;
  }

  /** Reads what has come. The chunk's memory is the reader's from now on: frames are unmasked and sent on in it. */
  read(chunk: Buffer): void {
    const bytes = this.#cut.length > 0 ? Buffer.concat([this.#cut, chunk]) : chunk;
    this.#cut = nothing;
    let at = 0;
    while (at < bytes.length && !this.#done) {
      at = this.#head ? this.#gather(this.#head, bytes, at) : this.#begin(bytes, at);
    }
  }

  /** Begins the frame at this place; answers where what is not read yet begins. */
  #begin(bytes: Buffer, at: number): number {
    const head = readHead(bytes, at);
    if (head === 'incomplete') {
      this.#cut = Buffer.from(bytes.subarray(at));
      return bytes.length;
    }
    const fault = head === 'malformed' ? 1002 : this.#faultOf(head);
    if (head === 'malformed' || fault) {
      this.#break(fault ?? 1002);
      return bytes.length;
    }
    const from = at + head.size;
    const isAlone = at === 0 && from + head.length === bytes.length;
    if (isAlone && head.final && head.opcode === opcodes.binary) {
      const payload = bytes.subarray(from);
      unmask(payload, head.mask);
      this.#listener.binary(payload, frameInPlace('binary', bytes, from));
      return bytes.length;
    }
    this.#head = head;
    this.#missing = head.length;
    return this.#gather(head, bytes, from);
  }

  #faultOf({ opcode, length }: FrameHead): Fault | null {
    if (isControl(opcode)) return null;
    if ((opcode === opcodes.continuation) !== (this.#unfinished !== null)) return 1002;
    return this.#message.length + length > this.#maxBytes ? 1009 : null;
  }

  #gather(head: FrameHead, bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + this.#missing);
    const mask = turned(head.mask, head.length - this.#missing);
    this.#missing -= to - from;
    const into = isControl(head.opcode) ? this.#control : this.#message;
    into.add(bytes.subarray(from, to), mask, head.final ? this.#missing : Number.POSITIVE_INFINITY);
    if (this.#missing > 0) return to;
    this.#head = null;
    if (isControl(head.opcode)) this.#hearControl(head);
    else this.#hearFragment(head);
    return to;
  }

  #hearFragment({ opcode, final }: FrameHead): void {
    const kind = this.#unfinished ?? (opcode === opcodes.text ? 'text' : 'binary');
    this.#unfinished = final ? null : kind;
    if (!final) return;
    const gathered = this.#message.take();
    const payload = gathered.subarray(headRoom);
    if (kind === 'binary') {
      this.#listener.binary(payload, frameInPlace('binary', gathered, headRoom));
      return;
    }
    if (isUtf8(payload)) this.#listener.text(payload.toString('utf8'));
    else this.#break(1007);
  }

  #hearControl({ opcode }: FrameHead): void {
    const payload = this.#control.take().subarray(headRoom);
    if (opcode === opcodes.ping) this.#listener.ping(payload);
    if (opcode === opcodes.pong) this.#listener.pong();
    if (opcode === opcodes.close) this.#hearClose(payload);
  }

  #hearClose(payload: Buffer): void {
    const fault = faultInClose(payload);
    if (fault) {
      this.#break(fault);
      return;
    }
    this.#done = true;
    this.#listener.closing(payload.length === 0 ? null : payload.readUInt16BE(0));
  }

  #break(fault: Fault): void {
    this.#done = true;
    this.#listener.broken(fault);
  }
}

const nothing = Buffer.alloc(0);

const faultInClose = (payload: Buffer): Fault | null => {
  if (payload.length === 0) return null;
  if (payload.length === 1 || !mayBeSent(payload.readUInt16BE(0))) return 1002;
  return isUtf8(payload.subarray(2)) ? null : 1007;
};

/** Registered, or free to use; not one of those that only say what happened without a close (RFC 6455 §7.4). */
const mayBeSent = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) ||
  (code >= 3000 && code <= 4999);
