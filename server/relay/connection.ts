import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { type CloseReason, closeCodes } from '../../protocol/close-codes.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import type { Cork, Corkable } from './cork.ts';

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
export class Connection implements Corkable {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #cork: Cork;
  #corked = false;
  #answered = true;
  #closed = false;

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

  get isOpen(): boolean {
    return !this.#closed;
  }

  send(message: ServerMessage) {
    if (this.#closed) return;
    this.#hold();
    this.#socket.send(JSON.stringify(message));
  }

  /** Sends a frame's bytes as they came. */
  sendFrame(bytes: Buffer) {
    if (this.#closed) return;
    this.#hold();
    this.#socket.send(bytes);
  }

  /** Bytes accepted for sending that have not left this process. */
  bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  close(reason: CloseReason) {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close(closeCodes[reason], reason);
  }

  /** Asks for a sign of life, and gives up on who gave none since the last time. */
  beat() {
    if (!this.#answered) return this.#socket.terminate();
    this.#answered = false;
    this.#socket.ping();
  }

  uncork() {
    this.#corked = false;
    this.#stream.uncork();
  }

  #hold() {
    if (this.#corked) return;
    this.#corked = true;
    this.#stream.cork();
    this.#cork.hold(this);
  }
}
