import type { StorageFault } from '../server/storage/storage-contract.ts';
import { freePorts } from './free-ports.ts';
import { openLoopback } from './loopback-server.ts';

interface FaultyServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** A server that does this whatever it is asked. */
export const faultyServer = async (fault: StorageFault): Promise<FaultyServer> => {
  if (fault === 'down') {
    const [port] = await freePorts(1);
    return { origin: `http://127.0.0.1:${port}`, close: async () => undefined };
  }
  return openLoopback((req, res) => {
    if (fault === 'slow') return;
    // What came has to be read, or the answer is lost with the connection.
    req.resume().once('end', () => res.writeHead(fault, { 'content-type': 'text/plain' }).end('Not now.'));
  });
};
