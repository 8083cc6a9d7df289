import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { type CloseReason, closeCodes } from '../../protocol/close-codes.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import { boundBytes } from './backpressure.ts';
import type { Cork, Corked } from './cork.ts';
import { type WireFrame, wireFrame } from './wire-frame.ts';

/** What a connection brings: text is a control message, bytes are a frame. */
export interface ConnectionListener {
  text(text: string): void;
  frame(bytes: Buffer): void;
  /** What was sent has left this process. */
  drained(): void;
  /** Once, however it ended. */
  closed(): void;
}

/** One WebSocket: sends are corked for a tick, and after `close` nothing it still brings is heard. */
export class Connection implements Corked {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #cork: Cork;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #answered = true;
  #closed = false;
  #count: ((chunk: Buffer) => void) | null = null;

  constructor(socket: WebSocket, stream: Duplex, cork: Cork) {
    this.#socket = socket;
    this.#stream = stream;
    this.#cork = cork;
  }

  /** Hears this connection. Called once, before anything can have arrived. */
  listen(listener: ConnectionListener) {
    this.#socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.#closed) return;
      if (isBinary) return listener.frame(data);
      listener.text(data.toString('utf8'));
    });
    this.#socket.on('pong', () => {
      this.#answered = true;
    });
    this.#stream.on('drain', () => listener.drained());
    // A reset network, or a message that ws refuses: it closes the socket itself, and `close` follows.
    this.#socket.on('error', () => {
      this.#closed = true;
    });
    this.#socket.on('close', () => {
      this.#closed = true;
      listener.closed();
    });
  }

  /** Gives up on whoever sends more than this: ws by itself would gather a message of the largest size from everybody. */
  bound(maxBytes: number) {
    let received = 0;
    this.#count = (chunk) => {
      received += chunk.length;
      if (received <= maxBytes) return;
      this.#closed = true;
      this.#socket.terminate();
    };
    this.#stream.on('data', this.#count);
  }

  unbound() {
    if (this.#count) this.#stream.off('data', this.#count);
    this.#count = null;
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  send(message: ServerMessage) {
    if (this.bufferedBytes() > boundBytes) return this.close('too_slow');
    this.write(wireFrame('text', Buffer.from(JSON.stringify(message), 'utf8')));
  }

  /**
   * Writes a whole frame. Not by way of ws, which would write head and payload apart, for every recipient; what ws writes
   * itself (pongs, the close) are whole frames too, so the two never mix within one.
   */
  write(frame: WireFrame) {
    if (this.#closed || !this.#stream.writable) return;
    if (this.#held.length === 0) this.#cork.hold(this);
    for (const part of frame) {
      this.#held.push(part);
      this.#heldBytes += part.length;
    }
  }

  flush() {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (!this.#stream.writable) return;
    if (held.length > 1) this.#stream.cork();
    for (const part of held) this.#stream.write(part);
    if (held.length > 1) this.#stream.uncork();
  }

  /** Bytes accepted for sending that have not left this process. */
  bufferedBytes(): number {
    return this.#heldBytes + this.#stream.writableLength;
  }

  close(reason: CloseReason) {
    if (this.#closed) return;
    this.#closed = true;
    this.flush();
    this.#socket.close(closeCodes[reason], reason);
  }

  /** Asks for a sign of life, and gives up on who gave none since the last time. */
  beat() {
    if (!this.#answered) return this.#socket.terminate();
    this.#answered = false;
    this.#socket.ping();
  }
}
