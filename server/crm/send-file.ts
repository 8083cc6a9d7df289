import type { Upstream } from '../http/upstream.ts';
import type { StreamedBody } from './file-body.ts';

interface FileRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: StreamedBody;
}

/** No byte taken for so long: the line is dead. */
const stallMs = 30_000;
/** What a CRM may take to think about a file that it has whole. */
const answerWithinMs = 120_000;
/** Salesforce ends a call after ten minutes: https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm */
const longestMs = 600_000;

/** Streams a file out. @throws UpstreamFailure; what reading the file threw, as it is. */
export const sendFile = async (
  upstream: Pick<Upstream, 'fetch'>,
  { method, url, headers, body }: FileRequest,
): ReturnType<Upstream['fetch']> => {
  const stalled = new AbortController();
  const abort = () => stalled.abort(new DOMException('Stalled', 'TimeoutError'));
  let watch = setTimeout(abort, stallMs);
  const onSent = () => {
    clearTimeout(watch);
    watch = setTimeout(abort, answerWithinMs);
  };
  const unread: { error?: unknown } = {};
  try {
    return await upstream.fetch(url, {
      method,
      headers: { ...headers, 'content-length': String(body.bytes) },
      body: watched(body.open(), { onBytes: () => watch.refresh(), onSent, unread }),
      signal: stalled.signal,
      timeoutMs: longestMs,
    });
  } catch (error) {
    // A file that can't be read is no failure of the CRM's.
    if ('error' in unread) throw unread.error;
    throw error;
  } finally {
    clearTimeout(watch);
  }
};

interface Watcher {
  readonly onBytes: () => void;
  readonly onSent: () => void;
  readonly unread: { error?: unknown };
}

async function* watched(content: AsyncIterable<Uint8Array>, watcher: Watcher): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of content) {
      watcher.onBytes();
      yield chunk;
    }
    watcher.onSent();
  } catch (error) {
    watcher.unread.error = error;
    throw error;
  }
}
