import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy as some companies have it: it passes requests on, and answers 400 to everything that would be a WebSocket. */
export interface RefusingProxy {
  readonly address: string;
  /** The hosts to which it has refused an upgrade; browsers ask a proxy for a tunnel first. */
  readonly refused: readonly string[];
  /** The paths of what was asked of `/realtime/`. */
  readonly realtime: readonly string[];
  stop(): Promise<void>;
}

export const startRefusingProxy = async (): Promise<RefusingProxy> => {
  const realtime: string[] = [];
  const refused: string[] = [];

  const pass = (req: IncomingMessage, res: ServerResponse) => {
    const { port, pathname, search } = new URL(req.url ?? '');
    if (pathname.startsWith('/realtime/')) realtime.push(`${req.method} ${pathname}${search}`);
    const { method, headers } = req;
    const onward = request({ host: '127.0.0.1', port, path: `${pathname}${search}`, method, headers });
    onward.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => res.destroy());
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    // Who has gone away is not waited for at the other end either.
    res.on('close', () => onward.destroy());
    req.pipe(onward);
  };
  const refuse = (req: IncomingMessage, stream: Duplex) => {
    refused.push(req.headers.host ?? '');
    stream.on('error', () => stream.destroy());
    stream.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  };

  const server = createServer(pass).on('upgrade', refuse).on('connect', refuse);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    realtime,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
