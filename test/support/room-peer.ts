import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import WebSocket from 'ws';
import { closeReasonOf } from '../../protocol/close-codes.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import { encodeHeader, type FrameHeader, type FrameKind } from '../../protocol/frame.ts';
import { joinSignatureInput } from '../../protocol/join-signature-input.ts';
import { protocolVersion } from '../../protocol/version.ts';
import { HttpSocket, type PeerSocket } from './http-socket.ts';

export interface SigningKeys {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

interface Join {
  readonly role: 'visitor' | 'agent';
  readonly place: 'join' | 'site' | 'live';
  readonly credential: string;
  readonly keys?: SigningKeys;
  /** Comes although it is over. */
  readonly over?: true;
}

/** The ways to a room. What a test finds true of one it can ask of the other. */
export const transports = ['websocket', 'http'] as const;
export type Transport = (typeof transports)[number];

interface Where {
  readonly origin: string;
  readonly sessionId: string;
  readonly transport?: Transport;
}

type MessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;

/** Somebody at the other end of a realtime connection, who can also do what no honest one would. */
export class RoomPeer {
  readonly socket: PeerSocket;
  readonly sessionId: string;
  readonly keys = newSigningKeys();
  /** By its name when it is one of ours, else by its number. */
  readonly closed: Promise<string>;
  number = 0;
  joined: MessageOf<'joined'> | null = null;
  /** As whom it came in. */
  came: (Join & { readonly keys: SigningKeys }) | null = null;
  readonly #messages: ServerMessage[] = [];
  readonly #frames: Buffer[] = [];
  readonly #wakes = new Set<() => void>();

  private constructor(socket: PeerSocket, sessionId: string) {
    this.socket = socket;
    this.sessionId = sessionId;
    const closed = Promise.withResolvers<string>();
    this.closed = closed.promise;
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      closed.resolve(closeReasonOf(code) ?? String(code));
      this.#wake();
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#frames.push(data);
      else this.#messages.push(JSON.parse(data.toString()));
      this.#wake();
    });
  }

  static async connect(url: string, { origin, sessionId, transport }: Where): Promise<RoomPeer> {
    const socket =
      transport === 'http'
        ? new HttpSocket(url, origin)
        : new WebSocket(url, { headers: origin === '' ? {} : { origin } });
    const peer = new RoomPeer(socket, sessionId);
    const opened = Promise.withResolvers<void>();
    socket.once('open', opened.resolve);
    socket.once('unexpected-response', (_req, res) => opened.reject(new Error(`answered ${res.statusCode}`)));
    await opened.promise;
    return peer;
  }

  /** What a correct first message says. */
  async joinMessage({
    role,
    place,
    credential,
    keys = this.keys,
    over,
  }: Join): Promise<ClientMessage & { type: 'join.requested' }> {
    const { challenge } = await this.next('challenged');
    const signature = sign('sha256', joinSignatureInput(this.sessionId, challenge), {
      key: keys.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return {
      type: 'join.requested',
      version: protocolVersion,
      sessionId: this.sessionId,
      role,
      place,
      credential,
      publicKey: keys.publicKey,
      signature: signature.toString('base64url'),
      hpkeKey: role === 'agent' && !over ? this.keys.publicKey : null,
      ...(over ? { over } : {}),
    };
  }

  async join(join: Join): Promise<void> {
    this.came = { ...join, keys: join.keys ?? this.keys };
    this.send(await this.joinMessage(join));
    this.joined = await this.next('joined');
    this.number = this.joined.number;
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  sendFrame(kind: FrameKind, header: Partial<FrameHeader> = {}, body: Buffer = randomBytes(128)): Buffer {
    const bytes = Buffer.concat([
      encodeHeader({
        version: protocolVersion,
        kind,
        flags: 0,
        key: 0,
        sender: this.number,
        stream: 7n,
        epoch: 0,
        sequence: 0,
        ...header,
      }),
      body,
    ]);
    this.socket.send(bytes);
    return bytes;
  }

  /** The next message of this type; others that came before it are skipped. */
  async next<T extends ServerMessage['type']>(type: T): Promise<MessageOf<T>> {
    for (;;) {
      while (this.#messages.length > 0) {
        const message = this.#messages.shift();
        if (message?.type === type) return message as MessageOf<T>;
      }
      await this.#news(`waiting for ${type}`);
    }
  }

  /** What came before the next message of this type. */
  async upTo(type: ServerMessage['type']): Promise<readonly ServerMessage[]> {
    while (!this.#messages.some((message) => message.type === type)) await this.#news(`waiting for ${type}`);
    const before = this.#messages.findIndex((message) => message.type === type);
    return this.#messages.splice(0, before + 1).slice(0, -1);
  }

  async nextFrame(): Promise<Buffer> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      await this.#news('waiting for a frame');
    }
  }

  /** Everything that came before the answer to a ping. A frame that has not come by then was not passed on. */
  async settle(): Promise<{
    readonly messages: readonly ServerMessage[];
    readonly frames: readonly Buffer[];
  }> {
    this.send({ type: 'ping' });
    const isPong = ({ type }: ServerMessage) => type === 'pong';
    while (!this.#messages.some(isPong)) await this.#news('waiting for a pong');
    const messages = this.#messages.splice(0, this.#messages.findIndex(isPong) + 1);
    return { messages: messages.slice(0, -1), frames: this.#frames.splice(0) };
  }

  close(): void {
    this.socket.close();
  }

  async #news(why: string): Promise<void> {
    if (this.socket.readyState >= WebSocket.CLOSING) {
      throw new Error(`closed (${await this.closed}) while ${why}`);
    }
    const news = Promise.withResolvers<void>();
    this.#wakes.add(news.resolve);
    await news.promise;
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
    this.#wakes.clear();
  }
}

export const newSigningKeys = (): SigningKeys => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey };
};
