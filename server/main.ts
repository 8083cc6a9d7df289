import { once } from 'node:events';
import pino from 'pino';
import { createApp } from './app.ts';
import { readConfig } from './config/config.ts';
import { tuneV8 } from './config/tune-v8.ts';

/** The process: reads its configuration, serves, waits for a signal, moves everybody, stops. */
const run = async (): Promise<void> => {
  tuneV8();
  const config = readConfig();
  const log = pino({ level: config.logLevel });
  const app = await createApp({ config, log });
  app.server.listen(config.port, config.host);
  await once(app.server, 'listening');
  app.start();
  log.info({ origin: config.origin }, 'Handrail is ready');

  await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal)));
  log.info('Handrail is stopping');
  // A second signal, or a stop that hangs, ends it at once.
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(1));
  setTimeout(() => process.exit(1), 15_000).unref();
  await app.stop();
};

run().catch((error: unknown) => {
  process.stderr.write(
    `Handrail could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
