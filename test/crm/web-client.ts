import type { Upstream, UpstreamRequest } from '../../server/http/upstream.ts';

type Answer = Awaited<ReturnType<Upstream['fetch']>>;

/** A browser, as far as a server notices: it keeps cookies a host, and follows no redirect by itself. */
export interface WebClient {
  request(
    url: string,
    request?: Omit<UpstreamRequest, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Answer>;
}

export const createWebClient = (upstream: Pick<Upstream, 'fetch'>): WebClient => {
  const cookies = new Map<string, Map<string, string>>();
  return {
    request: async (url, request = {}) => {
      const { host } = new URL(url);
      const jar = cookies.get(host) ?? new Map<string, string>();
      cookies.set(host, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...request.headers, ...(cookie ? { cookie } : {}) };
      const response = await upstream.fetch(url, {
        redirect: 'report',
        timeoutMs: 40_000,
        ...request,
        headers,
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
        jar.set(name, value);
      }
      return response;
    },
  };
};
