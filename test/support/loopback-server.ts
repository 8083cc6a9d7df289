import { createServer, type RequestListener } from 'node:http';

export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

/** A real server on a loopback port, for tests and benchmarks: whoever opens it closes it. */
export const openLoopback = async (listener: RequestListener): Promise<LoopbackServer> => {
  const server = createServer(listener);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
  return { port: address.port, origin: `http://127.0.0.1:${address.port}`, close };
};
