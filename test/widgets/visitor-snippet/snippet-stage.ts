import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { type WebSocket, WebSocketServer } from 'ws';
import { fromBase64Url, toBase64Url } from '../../../protocol/base64url.ts';
import type { Capability } from '../../../protocol/capability.ts';
import { type ConsentPolicy, defaultConsentPolicy } from '../../../protocol/consent-policy.ts';
import { ClientMessage } from '../../../protocol/control.ts';
import type { Handover } from '../../../protocol/http/joining.ts';
import { joinSignatureInput } from '../../../protocol/join-signature-input.ts';
import { bundleSnippet } from '../../../server/pages/bundle-snippet.ts';
import { sealHandover } from '../../../widgets/seal/handover-box.ts';
import { withHandover } from '../../../widgets/seal/handover-fragment.ts';
import { TestRoom, type VisitorSocket } from './test-room.ts';

const random = (bytes: number): string => toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));

/** A website that includes the snippet, and a Handrail that serves it, for one session. */
export interface SnippetStage {
  readonly room: TestRoom;
  readonly psk: Uint8Array<ArrayBuffer>;
  readonly handover: Handover;
  readonly site: string;
  readonly handrail: string;
  /** Where the part is that speaks HTTP. */
  readonly httpPath: string;
  /** Every request that reached Handrail: `GET /snippet.js`. */
  readonly requests: string[];
  /** Takes Handrail off the network, but for the scripts that a browser has cached: the website itself goes on. */
  reachable(yes: boolean): void;
  /** Leaves a handover, and tells the address that opens it. */
  leave(path?: string): Promise<string>;
  stop(): Promise<void>;
}

export interface SnippetStageNeeds {
  /** The website's page for a path. */
  page(path: string): string;
  readonly policy?: string;
  /** What the tenant decides about consent; the default when it isn't said. */
  readonly consent?: ConsentPolicy;
  /** What the site's own tag names: base64url(SHA-256) of the recording key. */
  readonly recordingKey?: string;
  /** What was allowed on the join page, beside viewing. */
  readonly allowed?: readonly Capability[];
  /** A proxy that lets no WebSocket through. */
  readonly refusesUpgrades?: boolean;
}

export const openSnippetStage = async ({
  page,
  policy,
  consent = defaultConsentPolicy,
  recordingKey,
  allowed = [],
  refusesUpgrades = false,
}: SnippetStageNeeds): Promise<SnippetStage> => {
  const { loader, cores, parts } = await bundleSnippet();
  const scripts = new Map(
    [loader, ...Object.values(cores), ...Object.values(parts)].map((file) => [file.path, file]),
  );
  const blobs = new Map<string, string>();
  const requests: string[] = [];
  const sessionId = `ses_${random(16)}`;
  let up = true;
  const psk = crypto.getRandomValues(new Uint8Array(32));
  const room = new TestRoom(sessionId);

  const serve = (req: IncomingMessage, res: ServerResponse): void => {
    const path = req.url ?? '/';
    requests.push(`${req.method} ${path}`);
    res.setHeader('access-control-allow-origin', '*');
    res.setHeader('access-control-allow-headers', 'authorization, content-type');
    const found = scripts.get(path);
    if (!up && !found && path !== '/send') return void req.socket.destroy();
    if (req.method === 'OPTIONS') return void res.writeHead(204).end();
    if (found) return void res.setHeader('content-type', 'text/javascript').end(found.body);
    res.setHeader('content-type', 'application/json');
    const opening = /^\/api\/handovers\/([\w-]+)\/openings$/.exec(path)?.[1];
    const blob = opening && blobs.get(opening);
    if (opening) blobs.delete(opening);
    if (blob) return void res.end(JSON.stringify({ blob }));
    if (path.endsWith('/visitor-settings')) {
      return void res.end(
        JSON.stringify({ maskSelectors: [], showInputSelectors: ['#shown'], consent, recordingDays: 30 }),
      );
    }
    if (path.endsWith('/withdrawals')) {
      if (req.method === 'POST') room.withdrawn(String(req.headers.authorization));
      return void res.writeHead(204).end();
    }
    if (path === '/send')
      return void res.setHeader('content-type', 'text/html').end('<!doctype html><a id="go">Go</a>');
    res.statusCode = 404;
    res.end(JSON.stringify({ type: 'about:blank', title: 'Gone', status: 404, code: 'handover_gone' }));
  };

  const handrailServer = createServer(serve);
  const handrailPort = await listen(handrailServer);
  const sockets = acceptVisitors(handrailServer, room, () => up && !refusesUpgrades);
  const siteServer = createServer((req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy)
      res.setHeader(
        'content-security-policy',
        policy.replaceAll('HANDRAIL', handrail.replace('http://', '')),
      );
    const pinned = recordingKey === undefined ? '' : ` data-recording-key="${recordingKey}"`;
    const script = `<script src="${handrail}/snippet.js"${pinned}></script>`;
    res.end(page(req.url ?? '/').replace('SNIPPET', script));
  });
  const handrail = `http://handrail.localhost:${handrailPort}`;
  const site = `http://shop.localhost:${await listen(siteServer)}`;

  const handover: Handover = {
    sessionId,
    psk: toBase64Url(psk),
    credential: random(32),
    visitorId: 'vis_1',
    agentName: 'Ada Agent',
    tenantId: 'acme-zendesk',
    tenantName: 'Acme Outdoor',
    capabilities: ['view', ...allowed],
    locale: 'en',
  };

  return {
    room,
    psk,
    handover,
    site,
    handrail,
    httpPath: parts.http.path,
    requests,
    reachable(yes) {
      up = yes;
      if (!yes) for (const socket of sockets.clients) socket.terminate();
    },
    async leave(path = '/') {
      const { blob, key } = await sealHandover(handover);
      const id = random(32);
      blobs.set(id, blob);
      return withHandover(`${site}${path}`, { id, key });
    },
    async stop() {
      room.agent?.disconnected();
      sockets.close();
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all([close(handrailServer), close(siteServer)]);
    },
  };
};

const acceptVisitors = (server: Server, room: TestRoom, isUp: () => boolean): WebSocketServer => {
  const sockets = new WebSocketServer({ server, verifyClient: isUp });
  sockets.on('connection', (socket) => {
    const challenge = random(32);
    const visitor: VisitorSocket = {
      send: (message) => socket.send(JSON.stringify(message)),
      sendFrame: (bytes) => socket.send(bytes),
      close: (code) => socket.close(code),
    };
    socket.send(JSON.stringify({ type: 'challenged', challenge, oldestVersion: 1, newestVersion: 1 }));
    socket.on('message', (data, binary) =>
      receive({ socket, visitor, room, challenge }, data as Buffer, binary),
    );
    socket.on('close', () => room.visitorLeft(visitor));
  });
  return sockets;
};

interface Connection {
  readonly socket: WebSocket;
  readonly visitor: VisitorSocket;
  readonly room: TestRoom;
  readonly challenge: string;
}

const receive = async (
  { socket, visitor, room, challenge }: Connection,
  data: Buffer,
  binary: boolean,
): Promise<void> => {
  if (binary) return room.frameFromVisitor(new Uint8Array(data));
  const message = v.parse(ClientMessage, JSON.parse(data.toString()));
  if (message.type !== 'join.requested') return room.fromVisitor(message);
  const signed = await isSigned(message, joinSignatureInput(room.sessionId, challenge));
  if (signed && message.over) room.visitorComesAgain(visitor);
  else if (signed) room.visitorJoins(visitor);
  else socket.close(4003);
};

const isSigned = async (
  { publicKey, signature }: { readonly publicKey: string; readonly signature: string },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  const point = fromBase64Url(publicKey) ?? new Uint8Array();
  const key = await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  const given = fromBase64Url(signature) ?? new Uint8Array();
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, given, bytes);
};

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
