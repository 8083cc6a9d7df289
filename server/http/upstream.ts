import { lookup as resolveName } from 'node:dns/promises';
import { type BodyInit, type Dispatcher, fetch, type HeadersInit, type Response } from 'undici';
import { boundResponse } from './bound-response.ts';
import { guardedDispatcher } from './guarded-dispatcher.ts';
import { guardAddresses, type Resolve } from './guarded-lookup.ts';
import { toUpstreamFailure, UpstreamFailure } from './upstream-failure.ts';

export interface UpstreamRequest {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit | null;
  readonly signal?: AbortSignal;
  /** For the whole answer, its body included. 10 s when not said. */
  readonly timeoutMs?: number;
  /** Of the body after decompression. 4 MiB when not said. */
  readonly maxBytes?: number;
  /** `refuse` (the default) throws on a redirect; `report` hands the 3xx answer over, for a caller that checks each hop. Nothing follows one. */
  readonly redirect?: 'refuse' | 'report';
}

/** The only door out: https, to public addresses, bounded in time and size, no redirect followed, no cookie kept. */
export interface Upstream {
  /** @throws UpstreamFailure; reading the body can throw it too. */
  fetch(url: string | URL, request?: UpstreamRequest): Promise<Response>;
  close(): Promise<void>;
}

interface UpstreamNeeds {
  /** Resolve to 127.0.0.1, may be http, and are exempt from the block on private addresses. */
  readonly localHosts: ReadonlySet<string>;
  /** What host names resolve to; the system's resolver when not said. */
  readonly resolve?: Resolve;
}

const defaultTimeoutMs = 10_000;
const defaultMaxBytes = 4 * 1024 * 1024;

export const openUpstream = ({ localHosts, resolve = resolveAll }: UpstreamNeeds): Upstream => {
  const dispatcher = guardedDispatcher(guardAddresses({ localHosts, resolve }));
  return {
    fetch: async (url, request = {}) => {
      const timeout = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
      const response = await send(url, { ...request, signal }, dispatcher);
      if (request.redirect !== 'report' && isRedirect(response)) {
        await response.body?.cancel();
        throw new UpstreamFailure('redirected', 'The server sent us elsewhere.');
      }
      return boundResponse(response, request.maxBytes ?? defaultMaxBytes);
    },
    close: () => dispatcher.destroy(),
  };
};

const isRedirect = ({ status }: Response): boolean => status >= 300 && status < 400 && status !== 304;

const send = async (
  url: string | URL,
  request: UpstreamRequest,
  dispatcher: Dispatcher,
): Promise<Response> => {
  const { method = 'GET', headers = {}, body = null, signal = null } = request;
  try {
    // A body that is streamed has to say that the answer comes after it.
    const streaming = { duplex: 'half', redirect: 'manual' } as const;
    return await fetch(url, { method, headers, body, signal, dispatcher, ...streaming });
  } catch (error) {
    throw toUpstreamFailure(error);
  }
};

export const resolveAll: Resolve = (hostname) => resolveName(hostname, { all: true });
