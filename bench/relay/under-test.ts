import type { Server } from 'node:net';
import type { ServerReport } from './load.ts';

/** Listens, tells the parent where, and answers its questions for CPU time so far. */
export const underTest = (server: Server): void => {
  const tell = (report: ServerReport) => process.send?.(report);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    tell({ type: 'listening', port: address.port });
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    tell({ type: 'cpu', microseconds: user + system });
  });
  process.on('disconnect', () => process.exit());
};
