import { ScreenshotView } from '../../../protocol/http/screenshots.ts';
import type { Asking } from '../live/asking.ts';
import { wait } from '../wait.ts';

export interface Attaching extends Asking {
  readonly png: Blob;
  readonly name: string;
  readonly signal: AbortSignal;
}

/** Sends it; what comes back is kept. @throws ApiProblem. */
export const attachScreenshot = ({
  api,
  sessionId,
  token,
  png,
  name,
  signal,
}: Attaching): Promise<ScreenshotView> => {
  const query = new URLSearchParams({ name });
  return api.upload(`/api/sessions/${sessionId}/screenshots?${query}`, png, ScreenshotView, {
    bearer: token,
    signal,
  });
};

const lookAfterMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** Looks how far it has come until it is at its target, or has failed; after a while it is left to itself. */
export async function* followScreenshot(
  { api, sessionId, token, signal }: Omit<Attaching, 'png' | 'name'>,
  id: string,
): AsyncGenerator<ScreenshotView> {
  for (const ms of lookAfterMs) {
    await wait(ms, signal);
    if (signal.aborted) return;
    const view = await api.get(`/api/sessions/${sessionId}/screenshots/${id}`, ScreenshotView, {
      bearer: token,
      signal,
    });
    yield view;
    if (view.state !== 'kept') return;
  }
}
