import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Router } from 'express';
import type { Logger } from 'pino';
import { acceptHandshake, webSocketVersion } from './accept-handshake.ts';
import { Connection } from './connection.ts';
import { Cork } from './cork.ts';
import type { Arrival, Door } from './door.ts';
import { greet } from './greet.ts';
import { httpTransport } from './http-transport.ts';
import type { Rooms } from './rooms.ts';
import { Strangers } from './strangers.ts';

interface RelayNeeds {
  readonly door: Door;
  readonly rooms: Rooms;
  readonly log: Pick<Logger, 'error'>;
  /** Five seconds, unless a test says otherwise. */
  readonly joinWithinMs?: number;
  /** The address that a connection counts for; the other end of its socket when not said. */
  readonly addressOf?: (req: IncomingMessage) => string;
  /** How many from one address may be open without having said who they are. */
  readonly strangersFromOne?: number;
}

export interface Relay {
  /** Takes this server's upgrades to `/realtime/<session id>`, and refuses all others. */
  acceptUpgrade(server: Server): void;
  /** Mounted at /realtime: the same where no WebSocket comes through. */
  readonly httpRoutes: Router;
  /** Asks every connection for a sign of life and ends those that gave none since the last time. */
  beat(): void;
  /** Tells everybody that the server moves, lets no more in, and closes who is still here after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** The largest message: the largest frame of any kind, with room for the header. */
const maxBytes = 4 * 1024 * 1024 + 65_536;
const closeWithinMs = 2000;
/** Connections that may be open without having said who they are, and from one address. */
const maxStrangers = 2000;
const maxStrangersFromOne = 100;
/** Many times what joining takes. */
const maxStrangerBytes = 16 * 1024;
const path = /^\/realtime\/(ses_[A-Za-z0-9_-]{22})$/;

/** One connection a participant: a WebSocket, or else a response that goes on and batches. */
export const createRelay = (needs: RelayNeeds): Relay => {
  const { door, rooms, log, joinWithinMs = 5000, addressOf = peerOf } = needs;
  const atMostFromOne = needs.strangersFromOne ?? maxStrangersFromOne;
  const strangers = new Strangers({ atMost: maxStrangers, atMostFromOne });
  const cork = new Cork();
  const connections = new Set<Connection>();
  let draining = false;
  let whenEmpty: (() => void) | null = null;

  const upgrade = (req: IncomingMessage, stream: Duplex, head: Buffer) => {
    const sessionId = path.exec(req.url ?? '')?.[1];
    const { origin } = req.headers;
    if (draining) return refuse(stream, '503 Service Unavailable');
    if (!sessionId) return refuse(stream, '404 Not Found');
    if (!origin) return refuse(stream, '403 Forbidden');
    const answer = acceptHandshake(req);
    if (!answer) return refuse(stream, '400 Bad Request');
    // Gone already: nothing would ever say that it has closed.
    if (!stream.readable || !stream.writable) return void stream.destroy();
    const isKnown = strangers.enter(addressOf(req));
    if (!isKnown) return refuse(stream, '429 Too Many Requests');
    stream.once('close', isKnown);
    switchProtocols(stream, answer, head);
    welcome(stream, { arrival: { sessionId, origin }, refuses: door.refuses, onSeated: isKnown });
  };

  const welcome = (stream: Duplex, { arrival, refuses, onSeated }: Newcomer) => {
    const connection = new Connection({ stream, cork, maxBytes, closeWithinMs });
    connections.add(connection);
    connection.bound(maxStrangerBytes);
    greet({ door: { ...door, refuses }, rooms, joinWithinMs, log, onSeated }, connection, arrival);
    stream.once('close', () => {
      connections.delete(connection);
      if (connections.size === 0) whenEmpty?.();
    });
  };

  const httpRoutes = httpTransport({
    door,
    strangers,
    addressOf,
    isDraining: () => draining,
    maxStrangerBytes,
    welcome: (stream, { refusal, ...newcomer }) =>
      welcome(stream, { ...newcomer, refuses: async () => refusal }),
  });

  return {
    acceptUpgrade: (server) => server.on('upgrade', upgrade),
    httpRoutes,
    beat: () => {
      for (const connection of connections) connection.beat();
    },
    drain: (graceMs) =>
      new Promise((resolve) => {
        draining = true;
        rooms.announceMoving();
        const late = setTimeout(() => {
          for (const connection of connections) connection.close('server_moving');
        }, graceMs);
        whenEmpty = () => {
          clearTimeout(late);
          resolve();
        };
        if (connections.size === 0) whenEmpty();
      }),
  };
};

interface Newcomer {
  readonly arrival: Arrival;
  readonly refuses: Door['refuses'];
  readonly onSeated: () => void;
}

const peerOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

/** From here on the stream is a WebSocket; `head` is what came behind the handshake. */
const switchProtocols = (stream: Duplex, answer: string, head: Buffer): void => {
  stream.write(answer);
  if (stream instanceof Socket) stream.setTimeout(0).setNoDelay(true);
  if (head.length > 0) stream.unshift(head);
};

const refuse = (stream: Duplex, status: string): void => {
  stream.on('error', () => stream.destroy());
  const lines = ['Connection: close', 'Content-Length: 0', `Sec-WebSocket-Version: ${webSocketVersion}`];
  stream.end([`HTTP/1.1 ${status}`, ...lines, '\r\n'].join('\r\n'));
};
