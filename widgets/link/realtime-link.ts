import type * as v from 'valibot';
import { type CloseReason, closeReasonOf, finalCloseReasons } from '../../protocol/close-codes.ts';
import type { ClientMessage, ServerMessage, ServerMessageOf } from '../../protocol/control.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { backoff } from './backoff.ts';
import { readJson } from './read-json.ts';
import type { OpenSocket, Socket, SocketEvents } from './socket.ts';
import { Way } from './way.ts';
import { openWebSocket } from './web-socket.ts';

export type LinkStatus =
  | 'connecting'
  | 'online'
  | 'reconnecting'
  | { readonly closed: CloseReason | 'unreachable' };

/** One participant's connection to the room. What is sent while it is not online is dropped: joining starts anew. */
export interface RealtimeLink {
  send(message: ClientMessage): void;
  sendFrame(bytes: Uint8Array<ArrayBuffer>): void;
  /** Bytes that the network hasn't taken yet. */
  bufferedBytes(): number;
  /** Leaves for good. No event comes after. */
  close(): void;
}

export interface RealtimeLinkNeeds {
  readonly url: string;
  /** Fetches what speaks HTTP in a WebSocket's place; only where none comes through. */
  loadHttp(): Promise<OpenSocket>;
  /** Answers the server's challenge with a signed `join.requested`. */
  join(challenge: ServerMessageOf<'challenged'>): Promise<ClientMessage>;
  /** What this participant is told: `ServerMessage`, or as much of it as comes here. */
  readonly reads: v.GenericSchema<unknown, ServerMessage>;
  onMessage(message: ServerMessage): void;
  onFrame(bytes: Uint8Array<ArrayBuffer>): void;
  onStatus(status: LinkStatus): void;
}

const pingEveryMs = 15_000;
const silentAfterMs = 35_000;

/** Connects, and connects again after each loss until a reason comes that makes it useless, or the session's time is over. */
export const openRealtimeLink = (needs: RealtimeLinkNeeds): RealtimeLink => new ReconnectingLink(needs);

class ReconnectingLink implements RealtimeLink {
  readonly #needs: RealtimeLinkNeeds;
  readonly #heart = setInterval(() => this.#beat(), pingEveryMs);
  readonly #way = new Way();
  #socket: Socket | null = null;
  /** Another one after each loss: what an abandoned connection still says is of no interest. */
  #turn = 0;
  #joined = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #endsAt = Number.POSITIVE_INFINITY;

  constructor(needs: RealtimeLinkNeeds) {
    this.#needs = needs;
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOffline);
    needs.onStatus('connecting');
    this.#connect();
  }

  send(message: ClientMessage): void {
    if (this.#joined) this.#socket?.send(JSON.stringify(message));
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#joined) this.#socket?.send(bytes);
  }

  bufferedBytes(): number {
    return this.#socket?.bufferedBytes() ?? 0;
  }

  close(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#heart);
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOffline);
    this.#drop();
  }

  #connect(): void {
    this.#drop();
    const turn = this.#turn;
    const isOurs = () => turn === this.#turn;
    let isOpen = false;
    this.#heardAt = performance.now();
    const events: SocketEvents = {
      onOpen: () => {
        isOpen = true;
        if (isOurs() && !this.#way.opened()) this.#connect();
      },
      onMessage: (data) => {
        if (isOurs()) this.#receive(data);
      },
      onClose: (code) => {
        if (!isOurs()) return;
        if (!isOpen) this.#way.failed();
        this.#lose(closeReasonOf(code));
      },
    };
    const open = async () => {
      const openSocket = this.#way.isHttp ? await this.#needs.loadHttp() : openWebSocket;
      if (isOurs()) this.#socket = openSocket(this.#needs.url, events);
    };
    open().catch(() => events.onClose(1006));
  }

  #drop(): void {
    const old = this.#socket;
    this.#turn += 1;
    this.#socket = null;
    this.#joined = false;
    old?.close();
  }

  #lose(reason: CloseReason | null): void {
    this.#drop();
    if (reason && finalCloseReasons.has(reason)) {
      this.#finish(reason);
    } else if (Date.now() > this.#endsAt) {
      this.#finish('unreachable');
    } else {
      this.#needs.onStatus('reconnecting');
      clearTimeout(this.#retry);
      const wait = reason === 'server_moving' ? 0 : backoff(this.#attempt++);
      this.#retry = setTimeout(() => this.#connect(), wait);
    }
  }

  #finish(reason: CloseReason | 'unreachable'): void {
    this.close();
    this.#needs.onStatus({ closed: reason });
  }

  #receive(data: unknown): void {
    this.#heardAt = performance.now();
    if (data instanceof ArrayBuffer) {
      this.#needs.onFrame(new Uint8Array(data));
      return;
    }
    const message = typeof data === 'string' ? readJson(this.#needs.reads, data) : null;
    if (!message) this.#lose('malformed');
    else if (message.type === 'challenged') this.#answer(message);
    else if (message.type === 'server.moving') this.#lose('server_moving');
    else this.#pass(message);
  }

  #pass(message: ServerMessage): void {
    if (message.type === 'joined') {
      this.#joined = true;
      this.#attempt = 0;
      this.#endsAt = Date.now() + (message.endsAt - message.serverTime);
      this.#needs.onStatus('online');
    }
    this.#needs.onMessage(message);
    if (message.type === 'session.ended') this.#finish('session_ended');
  }

  #answer(challenge: ServerMessageOf<'challenged'>): void {
    if (protocolVersion < challenge.oldestVersion || protocolVersion > challenge.newestVersion) {
      this.#finish('version_refused');
      return;
    }
    const asked = this.#socket;
    this.#needs.join(challenge).then(
      (message) => {
        if (asked === this.#socket) asked?.send(JSON.stringify(message));
      },
      () => {
        if (asked === this.#socket) this.#lose(null);
      },
    );
  }

  #beat(): void {
    if (!this.#joined) return;
    if (performance.now() - this.#heardAt > silentAfterMs) this.#lose(null);
    else this.send({ type: 'ping' });
  }

  readonly #onOnline = (): void => {
    if (this.#joined) return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  /** The browser knows before a time-out does. */
  readonly #onOffline = (): void => this.#lose(null);
}
