import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to whoever calls out: such a call would take a port between our look and its use. */
const range = { from: 10_240, to: 32_000 };

/** Ports of 127.0.0.1 that were free a moment ago. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(range.from, range.to);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
};

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  const failed = once(server, 'error').then(() => false);
  const listening = once(server.listen(port, '127.0.0.1'), 'listening').then(() => true);
  const free = await Promise.race([failed, listening]);
  if (free) await once(server.close(), 'close');
  return free;
};
