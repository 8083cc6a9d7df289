import type { OpenSocket } from './socket.ts';

/** For our own pages: fetched when it is needed, as a part of its own. The snippet's loader has its own way. */
export const loadHttpSocket = async (): Promise<OpenSocket> => {
  const { openHttpSocket } = await import('./http-socket.ts');
  return openHttpSocket;
};
