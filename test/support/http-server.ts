import { createServer, type RequestListener } from 'node:http';
import { after } from 'node:test';

export interface TestServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

const closings = new Set<() => Promise<void>>();
after(async () => {
  for (const close of closings) await close();
});

/** A real server on a loopback port; an Express app is a listener too. Whatever is open when the file's tests are over is closed. */
export const serve = async (listener: RequestListener): Promise<TestServer> => {
  const server = createServer(listener);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async () => {
    closings.delete(close);
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
  closings.add(close);
  return { port: address.port, origin: `http://127.0.0.1:${address.port}`, close };
};
