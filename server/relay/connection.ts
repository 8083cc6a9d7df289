import type { Duplex } from 'node:stream';
import { type CloseReason, closeCodes } from '../../protocol/close-codes.ts';
import type { ServerMessage } from '../../protocol/control.ts';
import { boundBytes } from './backpressure.ts';
import type { Cork, Corked } from './cork.ts';
import { MessageReader } from './message-reader.ts';
import { wireFrame } from './wire-frame.ts';

/** What a connection brings: text is a control message, bytes are a frame. */
export interface ConnectionListener {
  text(text: string): void;
  /** `wire` is the same frame as it is sent on, with the head of a WebSocket message in front. */
  frame(bytes: Buffer, wire: Buffer): void;
  /** What was sent has left this process. */
  drained(): void;
  /** Once, however it ended. */
  closed(): void;
}

interface ConnectionNeeds {
  /** After the handshake. */
  readonly stream: Duplex;
  readonly cork: Cork;
  /** The largest message, in bytes. */
  readonly maxBytes: number;
  /** How long the other side may take to answer a close. */
  readonly closeWithinMs: number;
}

/** The server's end of one WebSocket: sends are corked for a tick, and after `close` nothing it still brings is heard. */
export class Connection implements Corked {
  readonly #needs: ConnectionNeeds;
  readonly #stream: Duplex;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #mayBring = Number.POSITIVE_INFINITY;
  #answered = true;
  #closed = false;
  #givingUp: NodeJS.Timeout | null = null;

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs;
    this.#stream = needs.stream;
  }

  /** Hears this connection. Called once, before anything can have arrived. */
  listen(listener: ConnectionListener) {
    const { stream, cork } = this.#needs;
    const reader = this.#readerFor(listener);
    const read = (chunk: Buffer) => reader.read(chunk);
    stream.on('data', (chunk: Buffer) => {
      this.#mayBring -= chunk.length;
      if (this.#mayBring < 0) return this.#terminate();
      cork.during(read, chunk);
    });
    stream.on('drain', () => listener.drained());
    stream.on('end', () => this.#end());
    // A reset network: `close` follows.
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.#closed = true;
      if (this.#givingUp) clearTimeout(this.#givingUp);
      listener.closed();
    });
  }

  /** Gives up on whoever sends more than this: a message may be as large as the largest frame. */
  bound(maxBytes: number) {
    this.#mayBring = maxBytes;
  }

  unbound() {
    this.#mayBring = Number.POSITIVE_INFINITY;
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  send(message: ServerMessage) {
    this.#put('text', Buffer.from(JSON.stringify(message), 'utf8'));
  }

  /** Writes a whole frame. */
  write(wire: Buffer) {
    if (this.#closed) return;
    if (this.#held.length === 0) this.#needs.cork.hold(this);
    this.#held.push(wire);
    this.#heldBytes += wire.length;
  }

  flush() {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (!this.#stream.writable) return;
    if (held.length > 1) this.#stream.cork();
    for (const wire of held) this.#stream.write(wire);
    if (held.length > 1) this.#stream.uncork();
  }

  /** Bytes accepted for sending that have not left this process. */
  bufferedBytes(): number {
    return this.#heldBytes + this.#stream.writableLength;
  }

  close(reason: CloseReason) {
    this.#sayClose(closeCodes[reason], reason);
  }

  /** Asks for a sign of life, and gives up on who gave none since the last time. */
  beat() {
    if (!this.#answered) return this.#terminate();
    this.#answered = false;
    this.#put('ping', nothing);
  }

  #readerFor(listener: ConnectionListener): MessageReader {
    return new MessageReader(
      {
        text: (text) => {
          if (!this.#closed) listener.text(text);
        },
        binary: (payload, wire) => {
          if (!this.#closed) listener.frame(payload, wire);
        },
        ping: (payload) => this.#put('pong', payload),
        pong: () => {
          this.#answered = true;
        },
        closing: (code) => {
          this.#sayClose(code);
          this.#end();
        },
        broken: (fault) => {
          this.#sayClose(fault);
          this.#end();
        },
      },
      this.#needs.maxBytes,
    );
  }

  #put(kind: 'text' | 'ping' | 'pong', payload: Buffer) {
    if (this.bufferedBytes() > boundBytes) return this.close('too_slow');
    this.write(wireFrame(kind, payload));
  }

  /** Says why, once; it is over when the other side has said so too, or has had the time to. */
  #sayClose(code: number | null, reason = '') {
    if (this.#closed) return;
    const payload = Buffer.alloc(code === null ? 0 : 2 + reason.length);
    if (code !== null) {
      payload.writeUInt16BE(code);
      payload.write(reason, 2, 'latin1');
    }
    this.write(wireFrame('close', payload));
    this.flush();
    this.#closed = true;
    this.#giveUpLater();
  }

  #end() {
    this.#closed = true;
    this.#stream.end();
    this.#giveUpLater();
  }

  #giveUpLater() {
    this.#givingUp ??= setTimeout(() => this.#stream.destroy(), this.#needs.closeWithinMs);
  }

  #terminate() {
    this.#closed = true;
    this.#stream.destroy();
  }
}

const nothing = Buffer.alloc(0);
