import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';
import { bundle } from '../../support/bundle.ts';

/** A page with a realtime link to a WebSocket server that the test writes itself. */
export interface LinkStage {
  readonly page: Page;
  /** The next connection that the page opens. */
  nextSocket(): Promise<WebSocket>;
  /** What the page was told so far: statuses, messages' types, frames' bytes. */
  told(): Promise<readonly string[]>;
  untilTold(what: string): Promise<void>;
  stop(): Promise<void>;
}

const source = `
  import { ServerMessage } from './protocol/server-message.ts';
  import { openHttpSocket } from './widgets/link/http-socket.ts';
  import { openRealtimeLink } from './widgets/link/realtime-link.ts';
  window.told = [];
  const tell = (what) => window.told.push(what);
  window.link = openRealtimeLink({
    url: location.origin.replace('http', 'ws') + '/realtime/ses_aaaaaaaaaaaaaaaaaaaaaa',
    loadHttp: async () => openHttpSocket,
    join: async ({ challenge }) => ({ type: 'keyframe.requested', nonce: challenge.slice(0, 22) }),
    reads: ServerMessage,
    onMessage: ({ type }) => tell(type),
    onFrame: (bytes) => tell('frame ' + bytes.join()),
    onStatus: (status) => tell(typeof status === 'string' ? status : 'closed ' + status.closed),
  });
`;

export const openLinkStage = async (browser: Browser): Promise<LinkStage> => {
  const script = await bundle(source);
  const server = createServer((req, res) => {
    res.setHeader('content-type', req.url === '/link.js' ? 'text/javascript' : 'text/html');
    res.end(req.url === '/link.js' ? script : '<!doctype html><script src="/link.js"></script>');
  });
  const sockets = new WebSocketServer({ server });
  const came: WebSocket[] = [];
  const waiting: ((socket: WebSocket) => void)[] = [];
  sockets.on('connection', (socket) => {
    const next = waiting.shift();
    if (next) next(socket);
    else came.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);

  return {
    page,
    nextSocket: () => {
      const socket = came.shift();
      return socket ? Promise.resolve(socket) : new Promise((resolve) => waiting.push(resolve));
    },
    told: () => page.evaluate(() => (window as unknown as { told: string[] }).told),
    untilTold: async (what) => {
      await page.waitForFunction(
        (wanted) => (window as unknown as { told: string[] }).told.includes(wanted),
        what,
      );
    },
    stop: async () => {
      await page.context().close();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
