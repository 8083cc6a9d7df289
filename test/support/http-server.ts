import type { RequestListener } from 'node:http';
import { after } from 'node:test';
import { type LoopbackServer, openLoopback } from './loopback-server.ts';

export type TestServer = LoopbackServer;

const closings = new Set<() => Promise<void>>();
after(async () => {
  for (const close of closings) await close();
});

/** A real server on a loopback port; an Express app is a listener too. Whatever is open when the file's tests are over is closed. */
export const serve = async (listener: RequestListener): Promise<TestServer> => {
  const server = await openLoopback(listener);
  const close = async () => {
    closings.delete(close);
    await server.close();
  };
  closings.add(close);
  return { ...server, close };
};
