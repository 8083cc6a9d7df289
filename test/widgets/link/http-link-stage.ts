import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { answerErrors } from '../../../server/http/errors.ts';
import { createRelay } from '../../../server/relay/relay.ts';
import type { RoomHost, RoomMessage } from '../../../server/relay/room-host.ts';
import { Rooms } from '../../../server/relay/rooms.ts';
import { bundle } from '../../support/bundle.ts';
import { RoomPeer } from '../../support/room-peer.ts';

/** What the network does with an upgrade. */
type Upgrades = 'pass' | 'refused' | 'unanswered';

/** A page with a realtime link to our relay, and a network between them that does with upgrades what the test says. */
export interface HttpLinkStage {
  readonly page: Page;
  readonly relay: ReturnType<typeof createRelay>;
  /** What reached the server: `GET` for an upgrade, `POST` for a stream, `batch`. */
  readonly came: readonly string[];
  /** How many batches were taken and answered. */
  batchesTaken(): number;
  /** What the page has said in the room. */
  readonly heard: readonly RoomMessage[];
  upgrades(now: Upgrades): void;
  /** The server takes the next batch, and its answer is lost. */
  loseNextAnswer(): void;
  /** Nobody reaches the server. */
  reachable(yes: boolean): void;
  /** An agent in the page's room. */
  agent(): Promise<RoomPeer>;
  untilTold(what: string, times?: number): Promise<void>;
  told(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const sessionId = `ses_${'a'.repeat(22)}`;

const source = `
  import { ServerMessage } from './protocol/server-message.ts';
  import { openHttpSocket } from './widgets/link/http-socket.ts';
  import { openRealtimeLink } from './widgets/link/realtime-link.ts';
  window.told = [];
  const tell = (what) => window.told.push(what);
  window.link = openRealtimeLink({
    url: location.origin.replace('http', 'ws') + '/realtime/${sessionId}',
    loadHttp: async () => openHttpSocket,
    join: async () => ({
      type: 'join.requested', version: 1, sessionId: '${sessionId}', role: 'visitor', place: 'site', hpkeKey: null,
      credential: 'A'.repeat(43), publicKey: 'A'.repeat(87), signature: 'A'.repeat(86),
    }),
    reads: ServerMessage,
    onMessage: ({ type }) => tell(type),
    onFrame: (bytes) => tell('frame of ' + bytes.length + ' ending ' + bytes.at(-1)),
    onStatus: (status) => tell(typeof status === 'string' ? status : 'closed ' + status.closed),
  });
`;

export const openHttpLinkStage = async (browser: Browser, first: Upgrades): Promise<HttpLinkStage> => {
  const script = await bundle(source);
  const came: string[] = [];
  const heard: RoomMessage[] = [];
  let upgrades = first;
  let batchesTaken = 0;
  let losing = false;
  let isReachable = true;
  const host = hostOf(heard);
  const relay = createRelay({
    rooms: new Rooms({ now: Date.now }),
    log: { error: (...problem: unknown[]) => came.push(`a bug: ${problem.join()}`) },
    door: {
      refuses: async () => null,
      admit: async ({ request: { role } }) => {
        const number = role === 'visitor' ? 1 : 2;
        return { number, role, name: role, hpkeKey: null, takesFrames: true, host };
      },
    },
  });
  const app = express()
    .use('/realtime', (req, res, next) => {
      if (!isReachable) return void req.socket.destroy();
      const isBatch = req.path.endsWith('/batches');
      came.push(isBatch ? 'batch' : req.method);
      if (isBatch && req.method === 'POST') {
        res.once('finish', () => {
          batchesTaken += 1;
        });
      }
      if (isBatch && losing) {
        losing = false;
        res.end = () => req.socket.destroy() && res;
      }
      next();
    })
    .use('/realtime', relay.httpRoutes)
    .get('/link.js', (_req, res) => void res.type('js').send(script))
    .get('/', (_req, res) => void res.send('<!doctype html><script src="/link.js"></script>'))
    .use(answerErrors({ error: (...bug: unknown[]) => came.push(`a bug: ${bug.join()}`) }));
  const relayServer = createServer();
  relay.acceptUpgrade(relayServer);
  const server = createServer(app);
  const stuck = new Set<Duplex>();
  server.on('upgrade', (req: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (!isReachable) return void stream.destroy();
    came.push(req.method ?? '');
    if (upgrades === 'pass') relayServer.emit('upgrade', req, stream, head);
    else if (upgrades === 'refused') stream.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    else stuck.add(stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);

  return {
    page,
    relay,
    came,
    heard,
    batchesTaken: () => batchesTaken,
    upgrades: (now) => {
      upgrades = now;
    },
    loseNextAnswer: () => {
      losing = true;
    },
    reachable: (yes) => {
      isReachable = yes;
      if (!yes) server.closeAllConnections();
    },
    agent: async () => {
      const peer = await RoomPeer.connect(`${origin.replace('http', 'ws')}/realtime/${sessionId}`, {
        origin,
        sessionId,
        transport: 'http',
      });
      await peer.join({ role: 'agent', place: 'live', credential: 'A'.repeat(43) });
      return peer;
    },
    untilTold: async (what, times = 1) => {
      await page.waitForFunction(
        ([wanted, often]) =>
          (window as unknown as { told: string[] }).told.filter((told) => told === wanted).length >= often,
        [what, times] as const,
      );
    },
    told: () => page.evaluate(() => (window as unknown as { told: string[] }).told),
    stop: async () => {
      await page.context().close();
      for (const stream of stuck) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const hostOf = (heard: RoomMessage[]): RoomHost => ({
  gate: () => 'forward',
  tap: () => undefined,
  heard: async (_from, message) => void heard.push(message),
  arrived: ({ connection, number }) =>
    connection.send({
      type: 'joined',
      number,
      participants: [],
      grants: [],
      paused: false,
      joinedBy: 'link',
      endsAt: Date.now() + 60_000,
      serverTime: Date.now(),
    }),
  left: () => undefined,
});
