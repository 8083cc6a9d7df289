import type { Readable } from 'node:stream';
import { guardedDispatcher } from '../http/guarded-dispatcher.ts';
import { guardAddresses, type Resolve } from '../http/guarded-lookup.ts';
import { resolveAll } from '../http/upstream.ts';
import { toUpstreamFailure } from '../http/upstream-failure.ts';
import type { StorageLimits } from './storage-limits.ts';

interface DoorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  readonly signal?: AbortSignal | undefined;
}

interface DoorAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

/** The providers' libraries go out through here: https, to public addresses, bounded in time, no redirect followed. */
export interface StorageDoor {
  /** @throws UpstreamFailure; the signal's reason. Reading the body can fail as `toUpstreamFailure` knows it. */
  send(request: DoorRequest): Promise<DoorAnswer>;
  close(): Promise<void>;
}

interface DoorNeeds {
  /** Resolve to 127.0.0.1, may be http, and are exempt from the block on private addresses. */
  readonly localHosts: ReadonlySet<string>;
  readonly limits: StorageLimits;
  readonly resolve?: Resolve;
}

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'] as const;

export const openStorageDoor = ({ localHosts, limits, resolve = resolveAll }: DoorNeeds): StorageDoor => {
  const dispatcher = guardedDispatcher(guardAddresses({ localHosts, resolve }));
  return {
    send: async ({ method: asked, url, headers, body, signal }) => {
      const { origin, pathname, search } = new URL(url);
      const method = methods.find((one) => one === asked);
      if (!method) throw new Error(`No storage is asked with ${asked}.`);
      try {
        const answer = await dispatcher.request({
          origin,
          path: pathname + search,
          method,
          headers: withoutHopHeaders(headers),
          body,
          signal: signal ?? null,
          headersTimeout: limits.answerWithinMs,
          bodyTimeout: limits.stallMs,
        });
        // Whoever reads it hears what went wrong; an answer that is given up fails, too, and nobody minds.
        answer.body.on('error', () => undefined);
        return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw toUpstreamFailure(error);
      }
    },
    close: () => dispatcher.destroy(),
  };
};

// Those are between two machines, and the dispatcher's own; a server that is asked to `expect` is waited for in vain.
const hopHeaders = new Set(['connection', 'expect', 'keep-alive', 'transfer-encoding']);

const withoutHopHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.has(name.toLowerCase())));

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
