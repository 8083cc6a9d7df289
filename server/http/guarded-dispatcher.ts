import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { AddressGuard } from './guarded-lookup.ts';
import { UpstreamFailure } from './upstream-failure.ts';

const connectTimeoutMs = 5_000;

/** undici's connections, kept to what the guard allows. */
export const guardedDispatcher = (guard: AddressGuard): Dispatcher => {
  const connect = buildConnector({ lookup: guard.lookup, timeout: connectTimeoutMs });
  return new Agent({
    connect: (options, callback) => {
      try {
        refuseClear(guard, options);
        guard.checkLiteral(options.hostname);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('refused', { cause: error }), null);
        return;
      }
      connect(options, callback);
    },
  });
};

const refuseClear = (guard: AddressGuard, { protocol, hostname }: buildConnector.Options): void => {
  if (protocol === 'https:' || guard.isLocal(hostname)) return;
  throw new UpstreamFailure('blocked', 'Only https leads out.');
};
