import type { StorageFault } from '../server/storage/storage-contract.ts';
import { freePorts } from './free-ports.ts';
import { serve } from './http-server.ts';

/** The address of a server that does this whatever it is asked. */
export const faultyServer = async (fault: StorageFault): Promise<string> => {
  if (fault === 'down') {
    const [port] = await freePorts(1);
    return `http://127.0.0.1:${port}`;
  }
  const { origin } = await serve((req, res) => {
    if (fault === 'slow') return;
    // What came has to be read, or the answer is lost with the connection.
    req.resume().once('end', () => res.writeHead(fault, { 'content-type': 'text/plain' }).end('Not now.'));
  });
  return origin;
};
