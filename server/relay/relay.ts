import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { Connection } from './connection.ts';
import { Cork } from './cork.ts';
import type { Door } from './door.ts';
import { greet } from './greet.ts';
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
  /** Asks every connection for a sign of life and ends those that gave none since the last time. */
  beat(): void;
  /** Tells everybody that the server moves, lets no more in, and closes who is still here after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** The largest message: the largest frame of any kind, with room for the header. */
const maxPayload = 4 * 1024 * 1024 + 65_536;
// Apart, because the types of ws don't know `closeTimeout` yet: how long a peer may take to answer a close.
const options = { noServer: true, perMessageDeflate: false, maxPayload, closeTimeout: 2000 };
/** Connections that may be open without having said who they are, and from one address. */
const maxStrangers = 2000;
const maxStrangersFromOne = 100;
/** Many times what joining takes. */
const maxStrangerBytes = 16 * 1024;
const path = /^\/realtime\/(ses_[A-Za-z0-9_-]{22})$/;

/** One WebSocket a participant. */
export const createRelay = (needs: RelayNeeds): Relay => {
  const { door, rooms, log, joinWithinMs = 5000, addressOf = peerOf } = needs;
  const atMostFromOne = needs.strangersFromOne ?? maxStrangersFromOne;
  const strangers = new Strangers({ atMost: maxStrangers, atMostFromOne });
  const webSockets = new WebSocketServer(options);
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
    const isKnown = strangers.enter(addressOf(req));
    if (!isKnown) return refuse(stream, '429 Too Many Requests');
    stream.once('close', isKnown);
    webSockets.handleUpgrade(req, stream, head, (socket) => {
      const connection = new Connection(socket, stream, cork);
      connections.add(connection);
      connection.bound(maxStrangerBytes);
      socket.on('close', () => {
        connections.delete(connection);
        if (connections.size === 0) whenEmpty?.();
      });
      greet({ door, rooms, joinWithinMs, log, onSeated: isKnown }, connection, { sessionId, origin });
    });
  };

  return {
    acceptUpgrade: (server) => server.on('upgrade', upgrade),
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

const peerOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

const refuse = (stream: Duplex, status: string): void => {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};
