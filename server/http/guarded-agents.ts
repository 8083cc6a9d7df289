import * as http from 'node:http';
import * as https from 'node:https';
import { Duplex } from 'node:stream';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { AddressGuard } from './guarded-lookup.ts';
import { UpstreamFailure } from './upstream-failure.ts';

const connectTimeoutMs = 5_000;
/** A bound for clients that bring none of their own; `Upstream.fetch` has a lower one. */
const maxResponseBytes = 32 * 1024 * 1024;

/** undici's connections, kept to what the guard allows. */
export const guardedDispatcher = (guard: AddressGuard, timeoutMs: number): Dispatcher => {
  const connect = buildConnector({ lookup: guard.lookup, timeout: connectTimeoutMs });
  return new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxResponseBytes,
    connect: (options, callback) => {
      try {
        refuseClear(guard, options.protocol, options.hostname);
        guard.checkLiteral(options.hostname);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('refused', { cause: error }), null);
        return;
      }
      connect(options, callback);
    },
  });
};

export interface NodeAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** The same for clients that are built on `node:http` and `node:https`. */
export const guardedNodeAgents = (guard: AddressGuard, timeoutMs: number): NodeAgents => {
  const agents = {
    http: new http.Agent({ lookup: guard.lookup, timeout: timeoutMs }),
    https: new https.Agent({ lookup: guard.lookup, timeout: timeoutMs }),
  };
  guardConnections(agents.http, 'http:', guard);
  guardConnections(agents.https, 'https:', guard);
  return agents;
};

const guardConnections = (agent: http.Agent, protocol: string, guard: AddressGuard): void => {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const hostname = options.host ?? 'localhost';
    try {
      refuseClear(guard, protocol, hostname);
      guard.checkLiteral(hostname);
    } catch (error) {
      const socket = new Duplex();
      socket.destroy(error instanceof Error ? error : new Error('refused', { cause: error }));
      return socket;
    }
    return connect(options, callback);
  };
};

const refuseClear = (guard: AddressGuard, protocol: string, hostname: string): void => {
  if (protocol === 'https:' || guard.isLocal(hostname)) return;
  throw new UpstreamFailure('blocked', 'Only https leads out.');
};
