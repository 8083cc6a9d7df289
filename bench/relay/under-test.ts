import type { Server } from 'node:net';
import type { ServerReport } from './load.ts';

/** Listens, tells the parent where, answers its questions for CPU time so far, and changes what it asks for. */
export const underTest = (server: Server, change = async (_to: string): Promise<void> => undefined): void => {
  const tell = (report: ServerReport) => process.send?.(report);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    tell({ type: 'listening', port: address.port });
  });
  process.on('message', async (message) => {
    if (message === 'cpu') {
      const { user, system } = process.cpuUsage();
      tell({ type: 'cpu', microseconds: user + system });
    } else {
      await change(String(message));
      tell({ type: 'changed' });
    }
  });
  process.on('disconnect', () => process.exit());
};
