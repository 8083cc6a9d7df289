import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StandInPanel {
  readonly origin: string;
  stop(): Promise<void>;
}

/** A page where Handrail's panel would be. Its script is the test's. */
export const startStandInPanel = async (
  scriptOf: (address: URL) => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StandInPanel> => {
  const server = createServer((req, res) => {
    const address = new URL(req.url ?? '/', 'http://handrail.localhost');
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.end(
      `<!doctype html><html lang="en"><title>Panel</title><p id="heard"></p>${scriptOf(address)}</html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://handrail.localhost:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
};
