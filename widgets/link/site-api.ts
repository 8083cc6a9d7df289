import * as v from 'valibot';
import { HandoverOpened, VisitorSettings } from '../../protocol/http/joining.ts';
import { type ApiOptions, request } from './request.ts';

/** What the tenant's site was answered: the value, no, or nothing yet. */
export type SiteAnswer<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'refused' }
  | { readonly type: 'unavailable' };

/** The two calls that a tenant's site makes. Kept small: it is weighed on every page with a session. */
export const siteApi = (origin: string) => ({
  openHandover: (id: string) =>
    ask(HandoverOpened, 'POST', `${origin}/api/handovers/${id}/openings`, { body: {} }),
  settings: (sessionId: string, bearer: string) =>
    ask(VisitorSettings, 'GET', `${origin}/api/sessions/${sessionId}/visitor-settings`, { bearer }),
});

const ask = async <T>(
  schema: v.GenericSchema<unknown, T>,
  ...[method, url, options]: ['GET' | 'POST', string, ApiOptions & { readonly body?: unknown }]
): Promise<SiteAnswer<T>> => {
  try {
    const response = await request(method, url, options);
    const { status } = response;
    // Too many calls, or a server that is starting: another time it may answer.
    if (status === 429 || status >= 500) return { type: 'unavailable' };
    const parsed = response.ok ? v.safeParse(schema, await response.json()) : null;
    return parsed?.success ? { type: 'value', value: parsed.output } : { type: 'refused' };
  } catch {
    // No network, or an answer that is cut off.
    return { type: 'unavailable' };
  }
};
