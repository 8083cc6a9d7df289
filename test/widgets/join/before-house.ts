import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http';
import { after } from 'node:test';
import { handrailOrigin, type SessionsHouse } from '../../support/sessions-house.ts';

interface Front {
  readonly origin: string;
  readonly listener: (listener: RequestListener) => void;
}

const open = new Set<Server>();
after(() => {
  for (const server of open) {
    server.close();
    server.closeAllConnections();
  }
});

/** One address for our pages and, behind them, the real API and rooms: what a load balancer is in life. */
export const openFront = async (house: SessionsHouse): Promise<Front> => {
  let pages: RequestListener = (_req, res) => void res.writeHead(503).end();
  const server = createServer((req, res) => {
    if (!req.url?.startsWith('/api/')) return pages(req, res);
    const onward = request(house.origin + req.url, { method: req.method, headers: asOurs(req) }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    req.pipe(onward);
  });
  passUpgrades(server, house);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  open.add(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    listener: (listener) => {
      pages = listener;
    },
  };
};

/** The house knows itself by another origin than the one that this test's browser uses. */
const asOurs = ({ headers }: IncomingMessage) => ({
  ...headers,
  ...(headers.origin === undefined ? {} : { origin: handrailOrigin }),
});

const passUpgrades = (server: Server, house: SessionsHouse): void => {
  server.on('upgrade', (req, socket, head) => {
    const onward = request(house.origin + req.url, { headers: asOurs(req) });
    onward.on('upgrade', (answer, room, first) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      room.write(head);
      room.pipe(socket).pipe(room);
      for (const [one, other] of [[room, socket] as const, [socket, room] as const]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    onward.on('response', () => socket.destroy());
    onward.on('error', () => socket.destroy());
    onward.end();
  });
};
