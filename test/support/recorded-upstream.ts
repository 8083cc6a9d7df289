import type { Upstream, UpstreamRequest } from '../../server/http/upstream.ts';

export interface RecordedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when there was none, or it was streamed. */
  readonly body: string | null;
}

/** The real way out, and what went through it. */
export const recordedUpstream = (
  upstream: Pick<Upstream, 'fetch'>,
): Pick<Upstream, 'fetch'> & { readonly calls: RecordedCall[] } => {
  const calls: RecordedCall[] = [];
  return {
    calls,
    fetch: (url, request: UpstreamRequest = {}) => {
      const headers = Object.fromEntries(new Headers(request.headers as Record<string, string>));
      const body = typeof request.body === 'string' ? request.body : null;
      calls.push({ method: request.method ?? 'GET', url: String(url), headers, body });
      return upstream.fetch(url, request);
    },
  };
};
