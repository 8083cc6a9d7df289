import express from 'express';
import { listen } from '../serving/listen.ts';
import type { Running } from '../serving/running.ts';
import { consoleRoutes } from './routes.ts';
import { makeSigningKey } from './signing-key.ts';

interface ConsoleNeeds {
  readonly port: number;
  /** Where Handrail's panel for this tenant is. */
  readonly panelUrl: string;
}

/** A help desk that a company built for itself, listening. Port 0 takes any free one; the origin then has it. */
export const startOwnConsole = async ({ port, panelUrl }: ConsoleNeeds): Promise<Running> => {
  const { port: actual, use, close } = await listen(port);
  const origin = `http://console.localhost:${actual}`;
  const app = express();
  app.disable('x-powered-by');
  app.use(await consoleRoutes({ origin, panelUrl, key: await makeSigningKey() }));
  use(app);
  return { port: actual, origin, stop: close };
};
