import * as v from 'valibot';
import { HandoverOpened, VisitorSettings } from '../../protocol/http/joining.ts';
import { type RequestOptions, request } from './request.ts';

/** What the tenant's site was answered: the value, no, or nothing yet. */
export type SiteAnswer<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'refused' }
  | { readonly type: 'unavailable' };

/** The calls that a tenant's site makes. Kept small: it is weighed on every page with a session. */
export const siteApi = (origin: string) => ({
  openHandover: (id: string) =>
    ask(HandoverOpened, 'POST', `${origin}/api/handovers/${id}/openings`, { body: {} }),
  settings: (sessionId: string, bearer: string) =>
    ask(VisitorSettings, 'GET', `${origin}/api/sessions/${sessionId}/visitor-settings`, { bearer }),
  /** Says that the visitor has stopped sharing. False while the server can't be told; what is over there already is told. */
  withdraw: async (sessionId: string, bearer: string): Promise<boolean> => {
    const url = `${origin}/api/sessions/${sessionId}/withdrawals`;
    return (await answerOf('POST', url, { body: {}, bearer, keepalive: true })) !== null;
  },
});

type Call = ['GET' | 'POST', string, RequestOptions & { readonly body?: unknown }];

/** One call, and what its schema reads in the answer. */
export const ask = async <T>(schema: v.GenericSchema<unknown, T>, ...call: Call): Promise<SiteAnswer<T>> => {
  const answer = await answerOf(...call);
  if (!answer) return { type: 'unavailable' };
  const parsed = v.safeParse(schema, answer.ok && answer.body);
  return parsed.success ? { type: 'value', value: parsed.output } : { type: 'refused' };
};

/** Null when another time something else may be answered. */
const answerOf = async (...call: Call): Promise<{ readonly ok: boolean; readonly body: unknown } | null> => {
  try {
    const response = await request(...call);
    const { ok, status } = response;
    // Too many calls, or a server that is starting.
    if (status === 429 || status >= 500) return null;
    return { ok, body: ok && status !== 204 ? await response.json() : null };
  } catch {
    // No network, or an answer that is cut off.
    return null;
  }
};
