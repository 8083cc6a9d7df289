import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** Ends open connections too: a demo that is told to stop, stops. */
  close(): Promise<void>;
}

/** Listens on the loopback address only. Port 0 takes any free one. Requests wait for `use`. @throws when the port is taken. */
export const listen = (port: number): Promise<Listening & { use(listener: RequestListener): void }> =>
  new Promise((resolve, reject) => {
    const { promise: listener, resolve: use } = Promise.withResolvers<RequestListener>();
    const server = createServer((req, res) => void listener.then((answer) => answer(req, res)));
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: actual } = server.address() as AddressInfo;
      resolve({
        port: actual,
        use,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
